import type { SessionUpdate } from '@open-ace/contracts/session';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import { expect } from 'vitest';
import { newId } from '../src/platform/ids.ts';
import type { TestMachine, TestServer, TestTenant } from './test-server.ts';

export const started = {
  type: 'process_started',
  toolSessionId: newId(),
  toolVersion: '2.1.330',
  model: 'fake-model',
  gitRemote: 'git@example.com:a/b.git',
  gitBranch: 'main',
} as const satisfies SessionEvent;

export const asked = (requestId: string): SessionEvent => ({
  type: 'permission_request',
  requestId,
  toolCallId: 'call-1',
  toolName: 'Bash',
  subject: 'rm -rf dist',
  effect: 'Removes dist',
  input: '{"command":"rm -rf dist"}',
  rule: 'Bash(rm -rf dist)',
});

/** Where a tenant's administrator has sessions on a machine, and the test plays the machine. */
export function sessionPlace(server: TestServer, tenant: TestTenant, machine: TestMachine) {
  return {
    async session(message?: string, cwd = '/home/dev/proj') {
      const { client } = tenant.admin;
      const { id } = await client.session.create.mutate({ machineId: machine.id, tool: 'claude-code', cwd, ...(message && { message }) });
      return this.follow(id);
    },

    follow(id: string) {
      const boxId = newId();
      let seq = 0;
      return {
        id,
        boxId,
        get: () => tenant.admin.client.session.get.query({ sessionId: id }),
        push: (...events: SessionEvent[]) =>
          machine.client.session.push.mutate({
            boxId,
            items: events.map((event) => ({ seq: ++seq, sessionId: id, at: Date.now(), event })),
          }),
      };
    },

    /** All that a reader sees, from a number on, until it is quiet. */
    async read(sessionId: string, after = '0', token = tenant.admin.token): Promise<SessionUpdate[]> {
      const socket = server.socket(token);
      const seen: SessionUpdate[] = [];
      let failure: unknown;
      let begun = false;
      socket.client.session.events.subscribe(
        { sessionId, lastEventId: after },
        {
          onStarted: () => {
            begun = true;
          },
          onData: ({ data }) => seen.push(data),
          onError: (error) => {
            failure = error;
          },
        },
      );
      const rows = await server.deps.db.sessionEvent.count({ where: { sessionId, seq: { gt: Number(after) } } });
      const until = Date.now() + 10_000;
      let known = -1;
      while ((!begun || seen.length < rows || known !== seen.length) && !failure && Date.now() < until) {
        known = seen.length;
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      await socket.close();
      if (failure) throw failure;
      return seen;
    },

    /** Commands of a kind that the machine gets for a session, once there are so many: those that it has not answered come again. */
    async commandsOf(kind: string, sessionId: string, count = 1) {
      const socket = server.socket(machine.token);
      const found: (Record<string, unknown> & { commandId: string; gateway: { path: string; token: string } })[] = [];
      socket.client.machine.commands.subscribe(
        { instanceId: machine.instanceId },
        {
          onData: ({ data }) => {
            if (data.body.kind === kind && 'sessionId' in data.body && data.body.sessionId === sessionId)
              found.push({ gateway: { path: '', token: '' }, ...data.body, commandId: data.id } as (typeof found)[number]);
          },
        },
      );
      await expect.poll(() => found.length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
      await socket.close();
      return found;
    },

    /** The newest of them. */
    async commandOf(kind: string, sessionId: string, count = 1) {
      const found = (await this.commandsOf(kind, sessionId, count)).at(-1);
      if (!found) throw new Error('No such command came.');
      return found;
    },
  };
}
