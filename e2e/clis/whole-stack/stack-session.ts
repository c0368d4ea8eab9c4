import { expect } from 'vitest';
import type { Decision, RuleScope, SessionStatus } from '../../../packages/contracts/src/session.ts';
import type { PermissionMode } from '../../../packages/contracts/src/tools.ts';
import type { Connection, Follower } from '../../support/client.ts';
import { slowness, type TestedTool } from '../cli-programs.ts';
import { type EventOf, SessionLog } from '../session-log.ts';

export const patiently = { timeout: 25_000 * slowness, interval: 100 };

/** Who starts a session, and where. */
export interface Place {
  readonly connection: Connection;
  readonly machineId: string;
  readonly cwd: string;
}

export interface StartOptions {
  readonly permissionMode?: PermissionMode;
}

/** One session of a real CLI, as a browser follows it. */
export class StackSession extends SessionLog {
  /** What the person said, in its order. */
  readonly said: string[] = [];

  private constructor(
    readonly connection: Connection,
    readonly id: string,
    readonly tool: TestedTool,
    readonly follower: Follower,
  ) {
    super(() => follower.updates.map(({ event }) => event));
  }

  static async start(place: Place, tool: TestedTool, message: string, options: StartOptions): Promise<StackSession> {
    const { connection, machineId, cwd } = place;
    const { permissionMode = 'ask' } = options;
    const { id } = await connection.api.session.create.mutate({ machineId, tool, cwd, model: 'fake-model', permissionMode, message });
    const session = new StackSession(connection, id, tool, connection.follow(id));
    session.said.push(message);
    return session;
  }

  /** What the provider answers to these words; OpenClaw puts the time before them. */
  replyTo(words: string): unknown {
    if (this.tool !== 'openclaw') return `Fake reply to: ${words}`;
    return expect.stringMatching(new RegExp(`^Fake reply to: \\[[^\\]]+\\] ${words.replace('?', '\\?')}$`));
  }

  private get api() {
    return this.connection.api.session;
  }

  get() {
    return this.api.get.query({ sessionId: this.id });
  }

  async until(status: SessionStatus): Promise<void> {
    await expect.poll(async () => (await this.get()).status, patiently).toBe(status);
  }

  /** As `say`, without waiting for the answer. */
  async tell(text: string): Promise<void> {
    this.said.push(text);
    await this.api.send.mutate({ sessionId: this.id, text });
  }

  /** As `tell`, until the answer begins. */
  async begin(text: string): Promise<void> {
    const pieces = this.of('message_delta').length;
    await this.tell(text);
    await this.next('message_delta', pieces + 1);
  }

  async say(text: string): Promise<EventOf<'turn_ended'>> {
    const turns = this.of('turn_ended').length;
    await this.tell(text);
    return this.next('turn_ended', turns + 1);
  }

  /** Answers the n-th request. */
  async respond(decision: Decision, n = 1, scope: RuleScope = 'session'): Promise<void> {
    const { requestId } = await this.next('permission_request', n);
    await this.api.respond.mutate({ sessionId: this.id, requestId, decision, scope });
  }

  async interrupt(): Promise<void> {
    await this.api.interrupt.mutate({ sessionId: this.id });
  }

  async pause(): Promise<void> {
    await this.api.pause.mutate({ sessionId: this.id });
  }

  async resume(): Promise<void> {
    await this.api.resume.mutate({ sessionId: this.id });
  }

  async change(change: { model?: string; permissionMode?: PermissionMode }): Promise<void> {
    await this.api.update.mutate({ sessionId: this.id, ...change });
  }

  /** Ends it, and waits until its machine has told so. */
  async stop(): Promise<void> {
    await this.api.stop.mutate({ sessionId: this.id });
    await this.until('ended');
  }
}
