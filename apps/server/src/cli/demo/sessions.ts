import { appendEvents, auditedSession, interrupt, respond, sessions, stopSession } from '#domains/session';
import { audit } from '#platform/audit/audit';
import { inTx } from '#platform/db/tx';
import { newId } from '#platform/ids';
import { type Casting, castings } from './cast.ts';
import { type Beat, type Performed, perform, type Setting } from './performance.ts';
import type { Scenario } from './scenario.ts';
import { asPerson, type Happening, type Stage, systemAt } from './stage.ts';
import { team } from './team.ts';

/** A session that is played: who has it, as what it stands in the database, what happens in it. */
export interface Played extends Casting, Performed {
  id: string;
  machineId: string;
  setting: Setting;
}

const titleOf = ({ steps: [first] }: Scenario) => first.text.split('\n')[0] ?? '';

async function begin(stage: Stage, { id, machineId, person, scenario, setting }: Played): Promise<void> {
  const ctx = asPerson(stage, person, setting.startedAt);
  const at = new Date(setting.startedAt);
  await inTx(ctx, async (tx) => {
    const after = await sessions(tx).create({
      id,
      userId: ctx.actor.userId,
      machineId,
      tool: 'claude-code',
      title: titleOf(scenario),
      cwd: setting.folder,
      model: scenario.model,
      permissionMode: scenario.mode,
      status: 'starting',
      toolSessionId: setting.toolSessionId,
      tags: [],
      createdAt: at,
      updatedAt: at,
      lastActivityAt: at,
    });
    await audit(tx, auditedSession, { action: 'session.create', after });
  });
}

/** A message as the server notes it; the machine, which is not there, would tell the rest. */
async function write(stage: Stage, { id, person }: Played, at: number, action: 'session.send' | 'session.resume'): Promise<void> {
  await inTx(asPerson(stage, person, at), async (tx) => {
    const subject = await sessions(tx).require(id);
    await audit(tx, auditedSession, { action, subject });
    if (action === 'session.resume') await sessions(tx).update(subject, { status: 'starting', error: null, endedAt: null });
  });
}

async function tell(stage: Stage, { id, machineId }: Played, { at, occurrences }: Extract<Beat, { kind: 'events' }>): Promise<void> {
  await inTx(systemAt(stage, at), async (tx) => {
    const session = await sessions(tx).lock(id, machineId);
    if (session) await appendEvents(tx, session, occurrences);
  });
}

async function playBeat(stage: Stage, played: Played, beat: Beat): Promise<unknown> {
  const ctx = asPerson(stage, played.person, beat.at);
  const sessionId = played.id;
  switch (beat.kind) {
    case 'events':
      return tell(stage, played, beat);
    case 'send':
    case 'resume':
      return write(stage, played, beat.at, `session.${beat.kind}`);
    case 'respond':
      return respond(ctx, { sessionId, requestId: beat.requestId, decision: beat.decision, scope: 'session' });
    case 'interrupt':
      return interrupt(ctx, { sessionId });
    case 'stop':
      return stopSession(ctx, { sessionId });
  }
}

function cast(stage: Stage, casting: Casting): Played {
  const { scenario, person, at } = casting;
  const { username, machine } = team[person] ?? {};
  const setting = {
    startedAt: at,
    folder: `/home/${username}/work/${scenario.project}`,
    gitRemote: `git@git.example.com:shop/${scenario.project}.git`,
    toolSessionId: stage.random.uuid(),
  };
  const machineId = stage.machineIds[machine ?? 0] ?? '';
  return { ...casting, id: newId(), machineId, setting, ...perform(scenario, setting, stage.random) };
}

/** Every session of the demo, as it will be played. */
export const rehearse = (stage: Stage): Played[] => castings(stage).map((casting) => cast(stage, casting));

export const sessionHappenings = (played: Played): Happening[] => [
  { at: played.setting.startedAt, run: (stage) => begin(stage, played) },
  ...played.beats.map((beat) => ({ at: beat.at, run: (stage: Stage) => playBeat(stage, played, beat) })),
];
