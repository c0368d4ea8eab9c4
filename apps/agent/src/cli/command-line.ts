import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import { enrolMachine } from './enrol.ts';
import { run } from './run.ts';
import { status } from './status.ts';
import { version } from './version.ts';

const usage = `Usage: openace-agent <command>

  enrol --server <url> --token <token>   Make this machine one of an Open ACE server.
  run [--server <url> --token <token>]   Work for the server in the foreground, until stopped; enrols first where it has to.
  status                                 Print whether this machine is enrolled, and whether an agent runs.
  version                                Print version and commit.

Settings: OPENACE_SERVER_URL, OPENACE_AGENT_DIR (default ~/.open-ace/agent), OPENACE_REGISTRATION_TOKEN,
OPENACE_LOG_LEVEL, OPENACE_AGENT_BOX_MB; or agent.json in the agent's folder.

Exit codes: ${exitCodes.done} done, ${exitCodes.failed} failed, ${exitCodes.usage} wrong usage, ${exitCodes.refused} not wanted by the server (do not start it again), ${exitCodes.inUse} another agent works here.`;

const help = ['help', '--help', '-h'];

/** Runs one command; the exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  try {
    const command = commands[name];
    if (help.includes(name)) console.log(usage);
    else if (command) await command(rest);
    else throw new Ending(`There is no command "${name}".\n\n${usage}`, exitCodes.usage);
    return exitCodes.done;
  } catch (error) {
    console.error(error instanceof Ending ? error.message : error);
    return error instanceof Ending ? error.exitCode : exitCodes.failed;
  }
}

const commands: Record<string, (args: readonly string[]) => Promise<void>> = {
  async enrol(args) {
    await enrolMachine(loadConfig(serverAndToken(args)));
  },
  async run(args) {
    await run(loadConfig(serverAndToken(args)));
  },
  async status(args) {
    options(args, []);
    await status(loadConfig());
  },
  async version(args) {
    options(args, []);
    version();
  },
};

function serverAndToken(args: readonly string[]) {
  const { server, token } = options(args, ['server', 'token']);
  return { ...(server && { OPENACE_SERVER_URL: server }), ...(token && { OPENACE_REGISTRATION_TOKEN: token }) };
}

function options(args: readonly string[], names: readonly string[]): Record<string, string | undefined> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    });
    return values as Record<string, string | undefined>;
  } catch (error) {
    throw new Ending(`${error instanceof Error ? error.message : error}\n\n${usage}`, exitCodes.usage);
  }
}
