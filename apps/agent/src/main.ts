import { runCommandLine } from './cli/command-line.ts';

// A socket that a library is still dialling must not keep an agent alive that has stopped.
process.exit(await runCommandLine(process.argv.slice(2)));
