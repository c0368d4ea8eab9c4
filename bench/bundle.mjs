import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root, row } from './lib.mjs';

const dist = join(root, 'apps/web/dist');
if (!existsSync(dist)) throw new Error('Build first: npm run build');
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => path);
const kilobytes = [...new Set(scripts)].reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0) / 1000;
row('web: JavaScript of the first load, gzip', kilobytes, 250, 'kB', 'our budget');
