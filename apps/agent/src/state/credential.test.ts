import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { credentialFile, readCredential, writeCredential } from './credential.ts';
import { instanceIdOf } from './instance.ts';

const credential = { serverUrl: 'http://127.0.0.1:4210', machineId: '01890000-0000-7000-8000-000000000001', credential: 'ace_m_x' };

test('a credential is kept for its owner alone, and replaced as a whole', async () => {
  await using folder = await temporaryFolder();
  expect(await readCredential(folder.path)).toBeNull();
  await writeCredential(folder.path, credential);
  await writeCredential(folder.path, { ...credential, credential: 'ace_m_y' });
  expect(await readCredential(folder.path)).toEqual({ ...credential, credential: 'ace_m_y' });
  expect(readdirSync(folder.path)).toEqual(['credential.json']);
  if (process.platform !== 'win32') expect(statSync(credentialFile(folder.path)).mode & 0o777).toBe(0o600);
});

test('one that cannot be read is named, with what to do', async () => {
  await using folder = await temporaryFolder();
  writeFileSync(credentialFile(folder.path), '{"serverUrl":');
  await expect(readCredential(folder.path)).rejects.toThrow(`${credentialFile(folder.path)} cannot be read. Remove it and enrol`);
});

test('an instance is the same at every start, and another one in another folder', async () => {
  await using one = await temporaryFolder();
  await using other = await temporaryFolder();
  const id = await instanceIdOf(one.path);
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(await instanceIdOf(one.path)).toBe(id);
  expect(await instanceIdOf(other.path)).not.toBe(id);
  if (process.platform !== 'win32') expect(statSync(join(one.path, 'instance.key')).mode & 0o777).toBe(0o600);
});
