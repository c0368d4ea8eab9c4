import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { isPrivateHost, isPublicAddress } from './addresses.ts';
import { outboundAgent } from './agent.ts';
import { whyUnreachable } from './explain.ts';

test.each(['1.1.1.1', '160.79.104.10', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  '127.0.0.1',
  '127.1.2.3',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '64:ff9b::a00:1',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  ['https://2130706433/', true],
  ['https://0x7f.1/', true],
  ['https://[::ffff:127.0.0.1]/', true],
  ['https://LOCALHOST./', true],
  ['https://a.localhost/', true],
  ['https://metadata.google.internal/', true],
  ['https://api.anthropic.com/', false],
  ['https://localhost.example.com/', false],
])('the host of %s is private: %s', (url, isPrivate) => {
  expect(isPrivateHost(new URL(url).hostname)).toBe(isPrivate);
});

test('a name that resolves to a private address is not connected to, nor is such an address itself', async () => {
  let reached = 0;
  const server = createServer((_req, res) => {
    reached++;
    res.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const times = { headersTimeout: 2000, bodyTimeout: 2000 };
  const guarded = outboundAgent(false, times);
  for (const host of ['localhost', '127.0.0.1']) {
    const error = await request(`http://${host}:${port}/`, { dispatcher: guarded }).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'ERR_PRIVATE_ADDRESS' });
    expect(whyUnreachable(error)).toContain('OPENACE_ALLOW_PRIVATE_UPSTREAMS');
  }
  await expect(request(`http://[::ffff:127.0.0.1]:${port}/`, { dispatcher: guarded })).rejects.toThrow();
  expect(reached).toBe(0);
  const open = outboundAgent(true, times);
  expect((await request(`http://localhost:${port}/`, { dispatcher: open })).statusCode).toBe(200);
  await Promise.all([guarded.destroy(), open.destroy()]);
  server.close();
});
