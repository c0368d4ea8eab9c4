import { runAgent } from '../agent.ts';
import { build } from '../build.ts';
import type { Config } from '../config.ts';
import { writeCaBundle } from '../connection/tls.ts';
import { createLogger, outputAndFile } from '../logger.ts';

/** Works until SIGTERM, Ctrl-C, or the death of a parent that started it with a channel. */
export async function run(config: Config): Promise<void> {
  const log = createLogger(config.logLevel, outputAndFile(config.logFile));
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  if (process.stdout.isTTY) console.log('This machine works for Open ACE as long as this runs; Ctrl-C stops it.');
  log.info({ version: build.version, commit: build.commit, dir: config.dir }, 'the agent starts');
  if (config.trust.insecure)
    log.warn('insecureTls: the server’s certificate is not looked at. Anybody between here and there can read and give commands.');
  try {
    await writeCaBundle(config);
    await runAgent(config, log, stopping.signal);
    log.info('the agent has stopped');
  } finally {
    // The channel alone would keep the process.
    if (process.connected) process.disconnect();
  }
}
