import { mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Failure } from '../setup/failure.mjs';

const megabyte = 1024 * 1024;

/** Makes the folder when it is missing and proves that a file can be written there. */
export async function checkDataFolder(folder) {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error.code === 'EEXIST' || error.code === 'ENOTDIR') throw notAFolder(folder);
    throw new Failure(`The data folder ${folder} cannot be made (${error.code}): ${elsewhere}.`);
  }
  if (!(await stat(folder)).isDirectory()) throw notAFolder(folder);
  const probe = join(folder, `.write-check-${process.pid}`);
  try {
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new Failure(`The data folder ${folder} is not writable (${error.code}): change its owner or mode, or ${elsewhere}.`);
  }
}

const elsewhere = 'choose another one with OPENACE_DATA_DIR=/path/to/folder npm start';

function notAFolder(folder) {
  return new Failure(`The data folder ${folder} is a file or lies below one: move it away, or ${elsewhere}.`);
}

/**
 * @param {string} folder any folder on the disk in question
 * @param {{ what: string, needBytes: number, readFreeBytes?: (folder: string) => Promise<number> }} options
 * @returns {Promise<string>} what is free, for the terminal
 */
export async function checkDiskSpace(folder, { what, needBytes, readFreeBytes = freeBytes }) {
  const free = await readFreeBytes(folder);
  if (free < needBytes) {
    throw new Failure(`Too little disk space at ${folder}: ${what} needs ${size(needBytes)} and ${size(free)} are free.`);
  }
  return `${size(free)} free`;
}

async function freeBytes(folder) {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function size(bytes) {
  return bytes < 1024 * megabyte ? `${Math.floor(bytes / megabyte)} MB` : `${(bytes / megabyte / 1024).toFixed(1)} GB`;
}

export function readPort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Failure(`PORT=${text} is not a port: use a number from 1024 to 65535.`);
  return port;
}

/** Tries the address as the server will. Port 0 lets the system choose and is always free. */
export async function checkPort(port, host) {
  const error = await listenError(port, host);
  if (!error) return;
  if (error.code === 'EADDRINUSE') {
    const other = await freePortAfter(port, host);
    throw new Failure(
      `Port ${port} on ${host} is in use, perhaps by an Open ACE that already runs: stop that program or choose another port with PORT=${other} npm start.`,
    );
  }
  if (error.code === 'EACCES') {
    throw new Failure(`Port ${port} may not be used by this user: choose another one with PORT=4300 npm start.`);
  }
  throw new Failure(`The address ${host} port ${port} cannot be used (${error.code}): set HOST to an address of this machine.`);
}

async function freePortAfter(port, host) {
  const first = Math.floor(port / 100) * 100;
  for (let other = first + 100; other <= Math.min(first + 1000, 65535); other += 100) {
    if (!(await listenError(other, host))) return other;
  }
  return 0;
}

function listenError(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', resolve);
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}
