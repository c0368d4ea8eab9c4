import { expect, test } from 'vitest';
import { installAdvice, nodeNeeded } from './install-advice.ts';

test.each([
  ['npm could not install @openai/codex@9.9.9: npm error code ETARGET\nnpm error notarget No matching version found', 'version'],
  ['npm could not install x@1.0.0: npm error code EACCES\nnpm error syscall mkdir', 'rights'],
  ['npm could not install x@1.0.0: npm error code ENOTFOUND\nnpm error network request to https://registry failed', 'network'],
  ['npm could not install x@1.0.0: npm error code SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ["npm was not found on this machine's PATH. It comes with Node: https://nodejs.org", 'npm'],
  ['npm could not install x@1.0.0: npm error nospc ENOSPC: no space left on device', 'space'],
  ['npm could not install x@1.0.0: something nobody has seen before', null],
] as const)('%s', (error, advice) => {
  expect(installAdvice(error, '')).toBe(advice);
});

test('what npm said earlier counts, too', () => {
  expect(installAdvice('npm could not install x@1.0.0: see the log', 'npm http fetch GET 404\nnpm error code E404')).toBe('version');
});

test('which Node a tool needs is read from what the agent says', () => {
  const tooOld =
    'OpenClaw needs Node 24.16.0 or newer; this machine has 20.19.4. Install a newer Node from https://nodejs.org, then try again.';
  expect(nodeNeeded(tooOld)).toEqual({ needed: '24.16.0', found: '20.19.4' });
  expect(nodeNeeded("OpenClaw needs Node 24.16.0 or newer, and there is no node on this machine's PATH.")).toEqual({
    needed: '24.16.0',
    found: '',
  });
  expect(nodeNeeded('npm error code E404')).toBeNull();
});
