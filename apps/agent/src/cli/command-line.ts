import { resolve } from 'node:path';
import { type Config, loadConfig, loadConfigCheck } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';
import { configCheck } from './config-check.ts';
import { enrolMachine } from './enrol.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { menu } from './menu.ts';
import { type Options, optionsOf } from './options.ts';
import { place } from './place.ts';
import { run } from './run.ts';
import { serviceCommand, serviceVerbs } from './service.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { superviseHere } from './supervise.ts';
import { update } from './update.ts';
import { usage } from './usage.ts';
import { version } from './version.ts';

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
    const words = error instanceof Ending ? error.message : error;
    if (words !== '') console.error(words);
    return error instanceof Ending ? error.exitCode : exitCodes.failed;
  }
}

type Command = (args: readonly string[]) => Promise<void>;

const commands: Record<string, Command> = {
  'config-check': plain(async () => configCheck()),
  async enrol(args) {
    const options = optionsOf(args, { words: ['server', 'token', 'cacert'], flags: ['keep'] });
    const cacert = options.word('cacert');
    const caFile = cacert && resolve(cacert);
    const config = loadConfig({ ...serverAndToken(options), ...(caFile && { OPENACE_AGENT_CA_FILE: caFile }) });
    await enrolMachine(config, { keep: options.flag('keep'), caFile });
  },
  login: plain(login),
  logout: configured(logout),
  menu: configured(menu),
  // For install scripts.
  async place(args) {
    const options = optionsOf(args, { words: ['root', 'bin'] });
    await place({ root: options.word('root'), bin: options.word('bin') });
  },
  async run(args) {
    await run(loadConfig(serverAndToken(optionsOf(args, { words: ['server', 'token'] }))));
  },
  async service([verb = '', ...args]) {
    const known = serviceVerbs.find((each) => each === verb);
    if (verb === 'supervise') return supervise(optionsOf(args, { words: ['dir'] }));
    if (!known) throw new Ending(`service wants one of: ${serviceVerbs.join(', ')}.\n\n${usage}`, exitCodes.usage);
    optionsOf(args);
    await serviceCommand(loadConfig(), known);
  },
  shell: configured(shell),
  status: configured(status),
  update: configured(update),
  version: plain(async () => version()),
};

function plain(work: () => Promise<void>): Command {
  return async (args) => {
    optionsOf(args);
    await work();
  };
}

function configured(work: (config: Config) => Promise<void>): Command {
  return plain(() => work(loadConfig()));
}

async function supervise(options: Options): Promise<void> {
  const dir = options.word('dir');
  await superviseHere(loadConfigCheck({ ...(dir && { OPENACE_AGENT_DIR: dir }) }));
}

function serverAndToken(options: Options) {
  const [server, token] = [options.word('server'), options.word('token')];
  return { ...(server && { OPENACE_SERVER_URL: server }), ...(token && { OPENACE_REGISTRATION_TOKEN: token }) };
}
