import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkConfig, configOf } from './config.ts';
import { temporaryFolder } from './testing.ts';

test('without settings the agent lives below the home and knows no server', () => {
  expect(configOf({}, '/home/dev')).toMatchObject({
    dir: '/home/dev/.open-ace/agent',
    serverUrl: undefined,
    logLevel: 'info',
    logFile: '/home/dev/.open-ace/agent/agent.log',
    boxBytes: 64 << 20,
    maxSessions: 5,
    allowedRoots: undefined,
    trust: { ca: undefined, insecure: false },
    serverDataDir: '/home/dev/.open-ace',
  });
});

async function agentFile(settings: object) {
  const folder = await temporaryFolder();
  writeFileSync(join(folder.path, 'agent.json'), JSON.stringify(settings));
  return { dir: folder.path, env: { OPENACE_AGENT_DIR: folder.path }, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

test('the environment wins over agent.json, setting by setting', async () => {
  await using it = await agentFile({
    serverUrl: 'https://a.example/',
    logLevel: 'debug',
    logFile: '~/agent.log',
    boxMegabytes: 5,
    maxSessions: 2,
    allowedRoots: ['~/work', '/srv'],
  });
  expect(configOf(it.env, '/home/dev')).toMatchObject({
    serverUrl: 'https://a.example',
    logLevel: 'debug',
    logFile: '/home/dev/agent.log',
    boxBytes: 5 << 20,
    maxSessions: 2,
    allowedRoots: ['/home/dev/work', '/srv'],
  });
  const said = {
    OPENACE_SERVER_URL: 'http://b.example:4210',
    OPENACE_AGENT_MAX_SESSIONS: '9',
    OPENACE_AGENT_ALLOWED_ROOTS: '/data:~',
    OPENACE_AGENT_LOG_FILE: '',
  };
  expect(configOf({ ...it.env, ...said }, '/home/dev')).toMatchObject({
    serverUrl: 'http://b.example:4210',
    logFile: '/home/dev/agent.log',
    maxSessions: 9,
    allowedRoots: ['/data', '/home/dev'],
  });
});

test.each([
  [{ OPENACE_SERVER_URL: 'ftp://a.example' }, 'OPENACE_SERVER_URL must be the http or https address of an Open ACE server.'],
  [{ OPENACE_LOG_LEVEL: 'loud' }, 'OPENACE_LOG_LEVEL'],
  [{ OPENACE_AGENT_BOX_MB: '0' }, 'OPENACE_AGENT_BOX_MB'],
  [{ OPENACE_AGENT_MAX_SESSIONS: '0' }, 'OPENACE_AGENT_MAX_SESSIONS'],
  [{ OPENACE_AGENT_ALLOWED_ROOTS: 'work' }, 'OPENACE_AGENT_ALLOWED_ROOTS must be an absolute path, or begin with ~/.'],
  [{ OPENACE_AGENT_CA_FILE: '/nowhere/ca.pem' }, 'OPENACE_AGENT_CA_FILE names /nowhere/ca.pem, which cannot be read.'],
])('%j is refused by name', (env, message) => {
  expect(() => configOf(env, '/home/dev')).toThrow(message);
});

test.each(['{', '[]', '{"serverUrl":1}', '{"sever":"x"}', '{"registrationToken":"ace_r_0123456789012345"}'])(
  'an agent.json of %s is refused with its path',
  async (text) => {
    await using folder = await temporaryFolder();
    writeFileSync(join(folder.path, 'agent.json'), text);
    expect(() => configOf({ OPENACE_AGENT_DIR: folder.path }, '/home/dev')).toThrow(`${join(folder.path, 'agent.json')} cannot be used`);
  },
);

test('every mistake is told at once, and where each setting comes from', async () => {
  await using it = await agentFile({ maxSessions: 'many', allowedRoots: ['work'], colour: 'red', logLevel: 'debug' });
  const { config, mistakes, effective } = checkConfig(
    { ...it.env, OPENACE_LOG_LEVEL: 'loud', OPENACE_REGISTRATION_TOKEN: 'x'.repeat(30) },
    '/home/dev',
  );
  expect(config).toBeNull();
  expect(mistakes).toHaveLength(4);
  for (const word of ['maxSessions', 'allowedRoots', 'colour', 'OPENACE_LOG_LEVEL']) expect(mistakes.join('\n')).toContain(word);
  expect(effective).toContainEqual({ name: 'registrationToken', value: '(set)', source: 'OPENACE_REGISTRATION_TOKEN' });
  expect(effective).toContainEqual({ name: 'logLevel', value: 'loud', source: 'OPENACE_LOG_LEVEL' });
  expect(effective).toContainEqual({ name: 'maxSessions', value: 'many', source: 'agent.json' });
  expect(effective).toContainEqual({ name: 'boxMegabytes', value: '', source: 'default' });
});

test('that sessions may work everywhere is told as that', () => {
  expect(checkConfig({}, '/home/dev').effective).toContainEqual({ name: 'allowedRoots', value: 'everywhere', source: 'default' });
});

test('certificates go unlooked at only where the file and the environment both ask for it', async () => {
  await using it = await agentFile({ insecureTls: true });
  const insecure = (env: Record<string, string>) => configOf(env, '/home/dev').trust.insecure;
  expect(insecure({ ...it.env, OPENACE_AGENT_INSECURE_TLS: '1' })).toBe(true);
  expect(insecure(it.env)).toBe(false);
  expect(insecure({ OPENACE_AGENT_INSECURE_TLS: '1' })).toBe(false);
});

test('certificates to believe are read, and told to the CLIs', async () => {
  await using it = await agentFile({});
  const file = join(it.dir, 'ca.pem');
  writeFileSync(file, 'not a certificate');
  const env = { ...it.env, OPENACE_AGENT_CA_FILE: file };
  expect(() => configOf(env, '/home/dev')).toThrow(`names ${file}, which holds no certificate in PEM.`);
  const options = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', join(it.dir, 'key.pem'), '-out', file, '-subj', '/CN=Test'];
  execFileSync('openssl', ['req', ...options], { stdio: 'ignore' });
  const { trust, environment } = configOf(env, '/home/dev');
  expect(trust.ca).toContain('BEGIN CERTIFICATE');
  expect(environment).toMatchObject({ NODE_EXTRA_CA_CERTS: file, SSL_CERT_FILE: join(it.dir, 'ca-bundle.pem') });
});
