import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configOf } from './config.ts';
import { temporaryFolder } from './testing.ts';

test('without settings the agent lives below the home and knows no server', () => {
  expect(configOf({}, '/home/dev')).toMatchObject({
    dir: '/home/dev/.open-ace/agent',
    serverUrl: undefined,
    logLevel: 'info',
    boxBytes: 64 << 20,
    serverDataDir: '/home/dev/.open-ace',
  });
});

test('the environment wins over agent.json', async () => {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, 'agent.json'), JSON.stringify({ serverUrl: 'https://a.example/', logLevel: 'debug', boxMegabytes: 5 }));
  const dir = { OPENACE_AGENT_DIR: folder.path };
  expect(configOf(dir, '/home/dev')).toMatchObject({ serverUrl: 'https://a.example', logLevel: 'debug', boxBytes: 5 << 20 });
  expect(configOf({ ...dir, OPENACE_SERVER_URL: 'http://b.example:4210' }, '/home/dev').serverUrl).toBe('http://b.example:4210');
});

test.each([
  [{ OPENACE_SERVER_URL: 'ftp://a.example' }, 'OPENACE_SERVER_URL must be the http or https address of an Open ACE server.'],
  [{ OPENACE_LOG_LEVEL: 'loud' }, 'OPENACE_LOG_LEVEL'],
  [{ OPENACE_AGENT_BOX_MB: '0' }, 'OPENACE_AGENT_BOX_MB'],
])('%j is refused by name', (env, message) => {
  expect(() => configOf(env, '/home/dev')).toThrow(message);
});

test.each(['{', '{"serverUrl":1}', '{"sever":"x"}'])('an agent.json of %s is refused with its path', async (text) => {
  await using folder = await temporaryFolder();
  writeFileSync(join(folder.path, 'agent.json'), text);
  expect(() => configOf({ OPENACE_AGENT_DIR: folder.path }, '/home/dev')).toThrow(`${join(folder.path, 'agent.json')} cannot be used`);
});
