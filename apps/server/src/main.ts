import { fileURLToPath } from 'node:url';
import { ConfigError, loadConfig } from '#platform/config';
import { MigrationError } from '#platform/db/migrate';
import { type Notice, serve } from './serve.ts';

const places = {
  migrations: fileURLToPath(new URL('./prisma', import.meta.url)),
  webFolder: fileURLToPath(new URL('../../web/dist', import.meta.url)),
  agentPackage: fileURLToPath(new URL('../../agent/dist/agent.tgz', import.meta.url)),
};

/** To the parent process where there is one, else to the terminal. */
function notify(notice: Notice): void {
  if (process.send) process.send(notice);
  else if (notice.type === 'listening') process.stdout.write(`Open ACE answers at ${notice.url}\n`);
  else if (notice.type === 'setup-link') process.stdout.write(`Set it up, once: ${notice.url}\n`);
}

/** EX_CONFIG of sysexits.h: starting again would end the same way. */
const NOT_CONFIGURED = 78;

function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof ConfigError || error instanceof MigrationError) return error.message;
  if (code === 'EADDRINUSE') return `The port is taken. Choose another one: PORT=4300 npm start`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  const server = await serve(loadConfig(), places, notify);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The parent is gone: nobody would stop us later.
  process.on('disconnect', stop);
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(error instanceof ConfigError || error instanceof MigrationError ? NOT_CONFIGURED : 1);
}
