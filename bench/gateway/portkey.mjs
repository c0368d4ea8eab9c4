import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib.mjs';

const VERSION = '1.15.2';
/** Newer ones than it was released with answer nothing. */
const overrides = { '@hono/node-server': '1.14.1' };

/** The program of Portkey's gateway, installed apart from the product when it is first asked for. */
export function installPortkey() {
  const folder = join(root, `.cache/bench/portkey-${VERSION}`);
  const program = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { '@portkey-ai/gateway': VERSION }, overrides };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--omit=dev'];
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('Portkey could not be installed.');
  return program;
}
