import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readPort } from './preflight.mjs';

export function dataFolderOf(env) {
  return resolve(env.OPENACE_DATA_DIR || join(homedir(), '.open-ace'));
}

/** The address that the server will listen on, by the server's own rule: environment, then config.json, then default. */
export function addressOf(env, dataFolder) {
  const file = readConfigFile(join(dataFolder, 'config.json'));
  return {
    port: readPort(String(env.PORT || (file.PORT ?? 4210))),
    host: String(env.HOST || file.HOST || '127.0.0.1'),
  };
}

function readConfigFile(path) {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) ?? {};
  } catch {
    // The server names what is wrong with the file.
    return {};
  }
}
