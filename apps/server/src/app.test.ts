import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../test/test-server.ts';
import { buildApp } from './app.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ OPENACE_CORS_ORIGINS: 'https://board.example.com' });
});
afterAll(() => server.close());

test('health tells status, version, commit and database', async () => {
  const response = await server.app.inject('/health');
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ status: 'ok', version: expect.any(String), commit: expect.any(String), database: 'ok' });
  expect((await server.app.inject('/livez')).statusCode).toBe(200);
  expect((await server.app.inject('/readyz')).statusCode).toBe(200);
});

test('metrics are for loopback, not for whoever comes through a proxy', async () => {
  expect((await server.app.inject('/metrics')).body).toContain('process_cpu_seconds_total');
  expect((await server.app.inject({ url: '/metrics', remoteAddress: '10.1.2.3' })).statusCode).toBe(403);
  expect((await server.app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '10.1.2.3' } })).statusCode).toBe(403);
});

test.each(['/trpc/no.such', '/llm/v1/nothing', '/api/nothing', '/ws'])('an unknown API path %s is a JSON 404', async (url) => {
  const response = await server.app.inject(url);
  expect(response.statusCode).toBe(404);
  expect(() => response.json()).not.toThrow();
});

test('every answer bears a request id and security headers', async () => {
  const { headers } = await server.app.inject('/health');
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['x-frame-options']).toBeDefined();
});

test('a configured origin may call from a browser, another may not', async () => {
  const preflight = (origin: string) =>
    server.app.inject({ method: 'OPTIONS', url: '/trpc/auth.me', headers: { origin, 'access-control-request-method': 'POST' } });
  expect((await preflight('https://board.example.com')).headers['access-control-allow-origin']).toBe('https://board.example.com');
  expect((await preflight('https://evil.example.com')).headers['access-control-allow-origin']).toBeUndefined();
});

test('unknown paths give the app, and its hashed assets are kept for ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-ace-web-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Open ACE</title>');
  const app = await buildApp(server.deps, { webFolder: folder });
  try {
    for (const url of ['/', '/work', '/manage/users?search=a', '/setup?token=x']) {
      const response = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(response.body).toContain('<title>Open ACE</title>');
      expect(response.headers['cache-control']).toBe('no-cache');
    }
    expect((await app.inject('/assets/missing.js')).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/work' })).statusCode).toBe(404);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a database that is gone lets nobody in', async () => {
  const broken = await startTestServer();
  const tenant = await broken.tenant();
  await broken.deps.database.close();
  broken.deps.database.rawReader.$queryRaw = (() => Promise.reject(new Error('connection lost'))) as never;
  const response = await broken.app.inject({ url: '/trpc/auth.me', headers: { authorization: `Bearer ${tenant.admin.token}` } });
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  expect(response.body).not.toContain('connection lost');
  await broken.close();
});
