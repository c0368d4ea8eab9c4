import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { Refusal } from '../../refusal.ts';
import type { SessionStart } from '../driver.ts';
import { type JsonRpc, RpcError } from '../json-rpc.ts';
import { type Fields, fields, text } from '../stream-json/fields.ts';

/** The version of the protocol, and the code by which an agent says that nobody is signed in. */
const protocolVersion = 1;
const authRequired = -32000;

/** A session that the agent has opened. */
export interface Opened {
  readonly sessionId: string;
  readonly takesImages: boolean;
  /** The agent's answer: the modes and models that there are to choose. */
  readonly answer: Fields;
  /** What the person should know; null for nothing. */
  readonly note: string | null;
}

type Start = Pick<SessionStart, 'cwd' | 'toolSessionId' | 'resume' | 'forkOf'>;

/** From the first word to a session: a new one, the one before, or a copy. Throws a Refusal that says why there is none. */
export async function openSession(rpc: JsonRpc, agent: AcpAgent, start: Start, withinMs: number): Promise<Opened> {
  const { protocolVersion: spoken, agentCapabilities } = await rpc.request('initialize', greeting, withinMs);
  if (spoken !== protocolVersion) throw new Refusal(`${agent.name} speaks another version of ACP (${String(spoken).slice(0, 20)}).`);
  if (agent.authMethod !== '') await rpc.request('authenticate', { methodId: agent.authMethod }, withinMs);
  const offered = fields(agentCapabilities);
  const { answer, sessionId, note } = await opening(rpc, agent, start, offered, withinMs);
  if (sessionId === '' || sessionId.length > 200) throw new Refusal(`${agent.name} opened a session without a usable name.`);
  return { sessionId, takesImages: fields(offered.promptCapabilities).image === true, answer, note };
}

/** Files and terminals are the agent's own business: what it does, it does as itself. */
const greeting = {
  protocolVersion,
  clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
  clientInfo: { name: 'open-ace', title: 'Open ACE', version: '1' },
};

async function opening(rpc: JsonRpc, agent: AcpAgent, start: Start, offered: Fields, withinMs: number) {
  const place = { cwd: start.cwd, mcpServers: [] };
  const own = fields(offered.sessionCapabilities);
  const begin = async (note: string | null) => {
    const answer = await rpc.request('session/new', place, withinMs);
    return { answer, sessionId: text(answer.sessionId), note };
  };
  if (start.resume) {
    const method = own.resume ? 'session/resume' : offered.loadSession === true ? 'session/load' : null;
    if (method === null) return begin(`${agent.name} does not go on with conversations; it begins anew.`);
    try {
      const answer = await rpc.request(method, { ...place, sessionId: start.toolSessionId }, withinMs);
      return { answer, sessionId: start.toolSessionId, note: null };
    } catch (error) {
      if (!(error instanceof RpcError) || error.code === authRequired) throw error;
      return begin(`${agent.name} kept nothing of this conversation; it begins anew.`);
    }
  }
  if (start.forkOf === null) return begin(null);
  if (!own.fork) throw new Refusal(`${agent.name} does not begin with a copy of another conversation.`);
  const answer = await rpc.request('session/fork', { ...place, sessionId: start.forkOf }, withinMs);
  return { answer, sessionId: text(answer.sessionId), note: null };
}
