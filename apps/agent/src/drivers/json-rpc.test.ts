import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { JsonRpc, RpcError } from './json-rpc.ts';

function connection(isVersioned = false) {
  const written: unknown[] = [];
  const rpc = new JsonRpc({ write: (line) => written.push(JSON.parse(line)), isVersioned, peer: 'The CLI' });
  const take = (message: unknown) => rpc.take(JSON.stringify(message));
  return { rpc, written, take };
}

describe('requests of ours', () => {
  test('are numbered and get the answer of their number, in whatever order', async () => {
    const { rpc, written, take } = connection();
    const [one, other] = [rpc.request('thread/start', { cwd: '/' }), rpc.request('model/list')];
    expect(written).toEqual([
      { id: 1, method: 'thread/start', params: { cwd: '/' } },
      { id: 2, method: 'model/list', params: {} },
    ]);
    expect(take({ id: 2, result: { data: [] } })).toBeNull();
    expect(take({ id: 1, result: { thread: 't' } })).toBeNull();
    expect(await Promise.all([one, other])).toEqual([{ thread: 't' }, { data: [] }]);
  });

  test('say their version where the other side wants it, and understand answers with and without', async () => {
    const { rpc, written, take } = connection(true);
    const answers = [rpc.request('a'), rpc.request('b')];
    rpc.notify('c');
    expect(written).toMatchObject([{ jsonrpc: '2.0', id: 1 }, { jsonrpc: '2.0', id: 2 }, { jsonrpc: '2.0' }]);
    take({ jsonrpc: '2.0', id: 1, result: { n: 1 } });
    take({ id: 2, result: null });
    expect(await Promise.all(answers)).toEqual([{ n: 1 }, {}]);
  });

  test('that are refused throw the words, the code and the data of the other side', async () => {
    const { rpc, take } = connection();
    const answer = rpc.request('thread/resume');
    take({ id: 1, error: { code: -32600, message: 'no rollout\nfound', data: { id: 'x' } } });
    const error = await answer.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ message: 'The CLI: no rollout found', code: -32600, data: { id: 'x' } });
  });

  test('that are not answered in time throw, and a late answer is nobody’s', async () => {
    const { rpc, take } = connection();
    await expect(rpc.request('slow', {}, 10)).rejects.toThrow('The CLI did not answer in time (slow).');
    expect(take({ id: 1, result: {} })).toBeNull();
  });

  test('may wait for however long it takes', async () => {
    const { rpc, take } = connection();
    const answer = rpc.request('session/prompt', {}, null);
    await new Promise((resolve) => setTimeout(resolve, 30));
    take({ id: 1, result: { stopReason: 'end_turn' } });
    expect(await answer).toEqual({ stopReason: 'end_turn' });
  });

  test('throw when the other side is gone, those that wait and those to come, and nothing is written any more', async () => {
    const { rpc, written } = connection();
    const waiting = [rpc.request('a', {}, null), rpc.request('b')];
    rpc.end();
    for (const answer of waiting) await expect(answer).rejects.toThrow('The CLI ended before it answered');
    await expect(rpc.request('c')).rejects.toThrow('The CLI ended before it answered (c).');
    rpc.notify('d');
    expect(written).toHaveLength(2);
  });
});

describe('what the other side begins', () => {
  test('is a request, which is answered or refused by its id, whether number or text', () => {
    const { rpc, written, take } = connection();
    expect(take({ id: 0, method: 'approve', params: { command: 'ls' } })).toEqual({ id: 0, method: 'approve', params: { command: 'ls' } });
    expect(take({ jsonrpc: '2.0', id: 'x', method: 'other' })).toEqual({ id: 'x', method: 'other', params: {} });
    rpc.answer(0, { decision: 'accept' });
    rpc.refuse('x');
    expect(written).toEqual([
      { id: 0, result: { decision: 'accept' } },
      { id: 'x', error: { code: -32601, message: 'not supported' } },
    ]);
  });

  test('or a notification, which has no id', () => {
    const { take } = connection();
    expect(take({ method: 'turn/started', params: { turnId: 't' } })).toEqual({
      id: null,
      method: 'turn/started',
      params: { turnId: 't' },
    });
  });

  test('may have the id of a request of ours without being its answer', async () => {
    const { rpc, take } = connection();
    const answer = rpc.request('ours');
    expect(take({ id: 1, method: 'theirs' })).toMatchObject({ id: 1, method: 'theirs' });
    take({ id: 1, result: { it: 'is ours' } });
    expect(await answer).toEqual({ it: 'is ours' });
  });
});

test('whatever comes, nothing breaks', () => {
  const { rpc } = connection();
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (line) => {
      expect(() => rpc.take(line)).not.toThrow();
    }),
  );
  for (const line of ['', '[]', 'null', '{"id":1}', '{"id":{},"result":1}', '{"id":99,"error":7}', '{"method":1}'])
    expect(rpc.take(line)).toBeNull();
});
