import type { PermissionMode } from '@open-ace/contracts/tools';
import { build } from '../../build.ts';
import { Refusal } from '../../refusal.ts';
import type { SessionStart } from '../driver.ts';
import { type JsonRpc, RpcError } from '../json-rpc.ts';
import { type Fields, fields, text } from '../stream-json/fields.ts';
import { settingsFor } from './launch.ts';
import { isInMode, modes } from './modes.ts';

/** Parts of `Thread` and of what `thread/start`, `thread/resume` and `thread/fork` answer, of the protocol of Codex 0.169. */
export interface OpenedThread {
  readonly id: string;
  readonly model: string;
  readonly effort: string | null;
  /** What the person should know about it. */
  readonly note: string | null;
}

/** Begins, resumes or copies a thread, with its calls led to the gateway; throws a Refusal that says why not. */
export async function openThread(rpc: JsonRpc, start: SessionStart): Promise<OpenedThread> {
  const clientInfo = { name: 'open-ace', title: 'Open ACE', version: build.version };
  await rpc.request('initialize', { clientInfo, capabilities: { experimentalApi: true, requestAttestation: false } });
  rpc.notify('initialized');
  await requireOurSettings(rpc, start);
  await rpc.request('account/login/start', { type: 'apiKey', apiKey: start.gateway.token });
  const { answer, note } = await threadOf(rpc, start);
  requireAsAsked(answer, start.permissionMode);
  const effort = text(answer.reasoningEffort) || null;
  const opened = { id: text(fields(answer.thread).id), model: text(answer.model), effort, note };
  if (start.permissionMode === 'plan') await rpc.request('thread/settings/update', inMode(opened, 'plan'));
  return opened;
}

/** Settings of a thread from its next turn on. The instructions to plan or to do carry a model of their own. */
export function inMode({ id, model, effort }: Pick<OpenedThread, 'id' | 'model' | 'effort'>, mode: PermissionMode): object {
  const { approvalPolicy, sandboxPolicy, collaboration } = modes[mode];
  const settings = { model, reasoning_effort: effort, developer_instructions: null };
  return { threadId: id, model, approvalPolicy, sandboxPolicy, collaborationMode: { mode: collaboration, settings } };
}

/** An administrator's file can stand above the command line, and the token must go nowhere else. */
async function requireOurSettings(rpc: JsonRpc, { cwd, gateway }: SessionStart): Promise<void> {
  const { config } = await rpc.request('config/read', { cwd, includeLayers: false });
  const found = fields(config);
  const ours = settingsFor(gateway.url);
  const changed = ['model_provider', 'openai_base_url', 'cli_auth_credentials_store'].find((name) => found[name] !== ours[name]);
  if (changed === undefined) return;
  throw new Refusal(
    `Codex does not take the setting ${changed} for this session. A file of this machine’s administrator may stand above it.`,
  );
}

async function threadOf(rpc: JsonRpc, start: SessionStart): Promise<{ answer: Fields; note: string | null }> {
  const params = {
    cwd: start.cwd,
    modelProvider: 'openai',
    ...(start.model !== '' && { model: start.model }),
    approvalPolicy: modes[start.permissionMode].approvalPolicy,
    approvalsReviewer: 'user',
    sandbox: modes[start.permissionMode].sandbox,
  };
  const known = { ...params, excludeTurns: true };
  if (start.forkOf !== null && !start.resume) {
    return { answer: await rpc.request('thread/fork', { ...known, threadId: start.forkOf }), note: null };
  }
  if (!start.resume) return { answer: await rpc.request('thread/start', params), note: null };
  const threadId = start.toolSessionId;
  try {
    return { answer: await rpc.request('thread/resume', { ...known, threadId }), note: null };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (otherProvider.test(error.message)) return { answer: await rpc.request('thread/fork', { ...known, threadId }), note: asCopy };
    if (unknownThread.test(error.message)) return { answer: await rpc.request('thread/start', params), note: anew };
    throw error;
  }
}

/** A thread that never got a message is not kept. */
const unknownThread = /no rollout found|thread not found/i;
const anew = 'Codex kept nothing of this conversation; it begins anew.';
const otherProvider = /cannot change this thread.s model provider|model provider .+ no longer configured/i;
const asCopy = 'This conversation was begun with another provider, to which Codex would bind it; it goes on as a copy.';

function requireAsAsked(answer: Fields, mode: PermissionMode): void {
  if (answer.modelProvider !== 'openai') throw new Refusal('Codex would not send the calls of this session to Open ACE.');
  if (!isInMode(answer, mode)) {
    throw new Refusal('Codex does not work in this mode here: a rule of this machine’s administrator stands above it. Choose another one.');
  }
}
