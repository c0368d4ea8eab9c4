import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { isWithin } from '../../facts/version.ts';
import type { Driver } from '../driver.ts';
import type { Surroundings } from './launch.ts';
import { Program } from './program.ts';
import { AcpSession } from './session.ts';

const patience = {
  // OpenClaw takes twenty seconds on an idle machine.
  startMs: 180_000,
  cancelMs: 20_000,
};

type Options = Pick<Surroundings, 'environment' | 'dir' | 'guardian'> & Partial<typeof patience>;

/** How the sessions of one ACP agent are run. */
export function acpDriver(agent: AcpAgent, options: Options): Driver {
  const program = new Program(agent, options.environment);
  return {
    tool: agent.id,
    name: agent.name,
    program: agent.program,
    findVersion: (path) => program.findVersion(path),
    describe: (version) => ({
      tested: isWithin(version, agent.tested),
      modes: agent.modes.map(({ mode }) => mode),
      withheldModes: [],
      problem: program.problem,
    }),
    start: (start) => AcpSession.start(agent, start, { ...patience, ...options }),
  };
}
