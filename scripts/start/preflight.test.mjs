import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkDataFolder, checkDiskSpace, checkPort, readPort } from './preflight.mjs';

const nobody = 65534;
let folder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-ace-preflight-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Root may write anywhere, so a test of modes runs as somebody else. */
async function withoutRoot(work) {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid(nobody);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid(0);
  }
}

describe('the data folder', () => {
  test('is made for its owner alone and left empty', async () => {
    const wanted = join(folder, 'deep', 'data');
    await checkDataFolder(wanted);
    expect(statSync(wanted).mode & 0o777).toBe(0o700);
    expect(readdirSync(wanted)).toEqual([]);
  });

  test('that is a file is refused in one sentence', async () => {
    const file = join(folder, 'data');
    writeFileSync(file, '');
    await expect(checkDataFolder(file)).rejects.toThrow(/^The data folder \S+ is a file or lies below one: .*OPENACE_DATA_DIR/);
  });

  test('below a file is refused in one sentence', async () => {
    const file = join(folder, 'data');
    writeFileSync(file, '');
    await expect(checkDataFolder(join(file, 'below'))).rejects.toThrow(/is a file or lies below one/);
  });

  test('that is not writable is refused with what to do', async () => {
    const wanted = join(folder, 'data');
    mkdirSync(wanted);
    chmodSync(wanted, 0o555);
    await withoutRoot(() => expect(checkDataFolder(wanted)).rejects.toThrow(/is not writable \(EACCES\): change its owner/));
  });

  test('whose parent is not writable is refused with what to do', async () => {
    chmodSync(folder, 0o555);
    await withoutRoot(() => expect(checkDataFolder(join(folder, 'data'))).rejects.toThrow(/cannot be made \(EACCES\): choose another one/));
  });
});

describe('disk space', () => {
  const options = { what: 'installing', needBytes: 3 * 1024 ** 3 };

  test('that is too little is refused with what is needed and what is free', async () => {
    const full = checkDiskSpace('/somewhere', { ...options, readFreeBytes: async () => 40 * 1024 ** 2 });
    await expect(full).rejects.toThrow('Too little disk space at /somewhere: installing needs 3.0 GB and 40 MB are free.');
  });

  test('that is enough is told', async () => {
    await expect(checkDiskSpace('/somewhere', { ...options, readFreeBytes: async () => options.needBytes })).resolves.toBe('3.0 GB free');
  });

  test('is read from the disk of the folder', async () => {
    await expect(checkDiskSpace(folder, { what: 'a test', needBytes: 1 })).resolves.toMatch(/free$/);
    await expect(checkDiskSpace(folder, { what: 'a test', needBytes: 1e18 })).rejects.toThrow(/a test needs/);
  });
});

describe('the port', () => {
  let taken;
  beforeEach(async () => {
    taken = createServer();
    await new Promise((resolve) => taken.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => taken.close(resolve)));

  test('that is taken is named, with a free one to use instead', async () => {
    const { port } = taken.address();
    await expect(checkPort(port, '127.0.0.1')).rejects.toThrow(
      new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use, .* choose another port with PORT=\\d+ npm start\\.$`),
    );
  });

  test('that is free is left free', async () => {
    const { port } = taken.address();
    await new Promise((resolve) => taken.close(resolve));
    await checkPort(port, '127.0.0.1');
    await checkPort(port, '127.0.0.1');
    taken = createServer().listen(0);
  });

  test('at an address that this machine does not have is refused', async () => {
    await expect(checkPort(0, '192.0.2.1')).rejects.toThrow(/set HOST to an address of this machine/);
  });

  test.each(['http', '-1', '4210.5', '70000', ''])('is not %j', (text) => {
    expect(() => readPort(text)).toThrow(/is not a port/);
  });
});
