import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushEvents, PushedEvents } from '@open-ace/contracts/session-events';
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import { patiently } from '../testing.ts';
import { Box } from './box.ts';
import { pushBox } from './push.ts';

const session = '01890000-0000-7000-8000-000000000001';
const log = createLogger('silent');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'openace-push-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const invalid = () => {
  const ace = { code: 'INVALID', message: 'Not valid.', requestId: '' };
  return new TRPCClientError('Not valid.', { result: { error: { code: -32600, message: '', data: { ace } } } } as never);
};

test('an event that the server refuses is replaced by a line that says so, and those around it arrive', async () => {
  const box = await Box.open(dir, { maxBytes: 1 << 20, log });
  for (const message of ['one', 'bad', 'three']) await box.append(session, { type: 'error', message });
  const taken: string[] = [];
  const push = async ({ items }: PushEvents): Promise<PushedEvents> => {
    const messages = items.map(({ event }) => (event.type === 'error' ? event.message : ''));
    if (messages.includes('bad')) throw invalid();
    taken.push(...messages);
    return { acknowledged: items.at(-1)?.seq ?? 0 };
  };
  const stop = new AbortController();
  const pushing = pushBox(box, push, stop.signal, log);
  await expect.poll(() => taken, patiently).toEqual(['one', 'An event of this session could not be taken over by the server.', 'three']);
  stop.abort();
  await pushing;
});
