import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import rules from '../.dependency-cruiser.mjs';
import { root } from './setup/paths.mjs';

/** A small tree that keeps every rule. */
const clean = {
  'packages/contracts/src/quota.ts': `import { z } from 'zod';\nexport const Quota = z;`,
  'packages/contracts/src/quota.test.ts': `import 'vitest';`,
  'packages/history/src/reader.ts': `import 'node:fs';\nimport '@open-ace/contracts/quota';`,
  'packages/testkit/src/fake.ts': `import 'node:net';`,
  'prisma/client.ts': '',
  'apps/server/src/main.ts': `import './serve.ts';`,
  'apps/server/src/serve.ts': `import './app.ts';`,
  'apps/server/src/app.ts': `import './http/trpc.ts';\nimport './http/llm.ts';`,
  'apps/server/src/cli/main.ts': `import '../serve.ts';`,
  'apps/server/src/router.ts': `import './domains/quota/router.ts';\nimport './domains/user/router.ts';\nexport type AppRouter = 1;`,
  'apps/server/src/router.test.ts': `import './domains/quota/repository.ts';\nimport '@open-ace/testkit/fake';\nimport '@open-ace/prisma/client';`,
  'apps/server/src/http/trpc.ts': `import '../router.ts';`,
  'apps/server/src/http/llm.ts': `import '#domains/quota';\nimport '#platform/clock';`,
  'apps/server/src/platform/clock.ts': `import '@open-ace/contracts/quota';`,
  'apps/server/src/platform/db/client.ts': `import '@open-ace/prisma/client';`,
  'apps/server/src/domains/quota/index.ts': `export * from './check-quota.ts';`,
  'apps/server/src/domains/quota/router.ts': `import './check-quota.ts';\nimport '#platform/clock';`,
  'apps/server/src/domains/quota/check-quota.ts': `import './repository.ts';\nimport '#domains/user';`,
  'apps/server/src/domains/quota/repository.ts': `import '@open-ace/prisma/client';\nimport '#platform/db/client';`,
  'apps/server/src/domains/user/index.ts': `export * from './service.ts';`,
  'apps/server/src/domains/user/router.ts': `import './service.ts';`,
  'apps/server/src/domains/user/service.ts': `import './repository.ts';`,
  'apps/server/src/domains/user/repository.ts': '',
  'apps/web/src/main.tsx': `import '#app/shell.tsx';`,
  'apps/web/src/app/shell.tsx': `import '#features/usage/page.tsx';\nimport '#features/audit/page.tsx';`,
  'apps/web/src/features/usage/page.tsx': `import '#modules/chart/chart.tsx';\nimport './table.tsx';`,
  'apps/web/src/features/usage/table.tsx': `import '#ui/panel.tsx';`,
  'apps/web/src/features/audit/page.tsx': `import '#lib/trpc.ts';`,
  'apps/web/src/modules/chart/chart.tsx': `import '#ui/panel.tsx';\nimport '#lib/trpc.ts';`,
  'apps/web/src/ui/panel.tsx': `import '#lib/trpc.ts';`,
  'apps/web/src/lib/trpc.ts': `import type { AppRouter } from '@open-ace/server';\nimport '@open-ace/contracts/quota';\nexport type R = AppRouter;`,
  'apps/agent/src/main.ts': `import type { AppRouter } from '@open-ace/server';\nimport '@open-ace/history/reader';\nexport type R = AppRouter;`,
};

/** One file a rule that breaks it, beside or instead of those above. */
const violations = {
  'platform-knows-no-domain': ['apps/server/src/platform/platform-knows-no-domain.ts', `import '#domains/quota';`],
  'domain-never-reaches-up': ['apps/server/src/domains/quota/domain-never-reaches-up.ts', `import '../../http/llm.ts';`],
  'domain-only-through-its-index': ['apps/server/src/domains/quota/domain-only-through-its-index.ts', `import '../user/service.ts';`],
  'domains-never-in-a-cycle': ['apps/server/src/domains/user/domains-never-in-a-cycle.ts', `import '#domains/quota';`],
  'domain-router-only-in-the-router': ['apps/server/src/domains/quota/calls-procedure.ts', `import './router.ts';`],
  'router-calls-verbs': ['apps/server/src/domains/quota/token-router.ts', `import './repository.ts';`],
  'router-calls-its-own-domain': ['apps/server/src/domains/quota/key-router.ts', `import '#domains/user';`],
  'repository-knows-no-verb': ['apps/server/src/domains/user/token-repository.ts', `import './service.ts';`],
  'database-only-in-repositories': [
    'apps/server/src/domains/quota/database-only-in-repositories.ts',
    `import type { Client } from '@open-ace/prisma/client';\nexport type C = Client;`,
  ],
  'http-only-through-domain-indexes': [
    'apps/server/src/http/http-only-through-domain-indexes.ts',
    `import '../domains/quota/check-quota.ts';`,
  ],
  'http-never-reaches-up': ['apps/server/src/http/http-never-reaches-up.ts', `import '../router.ts';`],
  'app-is-built-at-the-top': ['apps/server/src/app-is-built-at-the-top.ts', `import './app.ts';`],
  'feature-never-imports-feature': ['apps/web/src/features/audit/feature-never-imports-feature.tsx', `import '#features/usage/table.tsx';`],
  'feature-never-reaches-up': ['apps/web/src/features/audit/feature-never-reaches-up.tsx', `import '#app/shell.tsx';`],
  'module-never-reaches-up': ['apps/web/src/modules/chart/module-never-reaches-up.tsx', `import '#features/usage/table.tsx';`],
  'ui-fits-any-product': ['apps/web/src/ui/ui-fits-any-product.tsx', `import '#modules/chart/chart.tsx';`],
  'lib-is-the-lowest': ['apps/web/src/lib/lib-is-the-lowest.ts', `import '#ui/panel.tsx';`],
  'web-has-no-barrels': ['apps/web/src/ui/index.ts', `export * from './panel.tsx';`],
  'web-runs-in-a-browser': ['apps/web/src/lib/web-runs-in-a-browser.ts', `import 'node:fs';`],
  'server-only-by-type': [
    'apps/web/src/lib/server-only-by-type.ts',
    `import { AppRouter } from '@open-ace/server';\nexport const r = AppRouter;`,
  ],
  'server-only-its-router': [
    'apps/agent/src/server-only-its-router.ts',
    `import type { A } from '../../server/src/app.ts';\nexport type B = A;`,
  ],
  'apps-stand-alone': [
    'apps/server/src/platform/apps-stand-alone.ts',
    `import type { R } from '../../../agent/src/main.ts';\nexport type B = R;`,
  ],
  'contracts-import-only-zod': ['packages/contracts/src/contracts-import-only-zod.ts', `import 'node:crypto';`],
  'history-is-pure': ['packages/history/src/history-is-pure.ts', `import '../../testkit/src/fake.ts';`],
  'packages-know-no-app': ['packages/history/src/packages-know-no-app.ts', `import '../../../apps/agent/src/main.ts';`],
  'testkit-only-in-tests': ['apps/server/src/domains/quota/testkit-only-in-tests.ts', `import '@open-ace/testkit/fake';`],
  'no-cycles': ['apps/server/src/domains/user/repository.ts', `import './service.ts';`],
  'no-unresolvable': ['apps/server/src/no-unresolvable.ts', `import '#platform/missing';`],
};

let tree;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'open-ace-boundaries-'));
  for (const file of ['tsconfig.base.json', 'apps/server/package.json', 'apps/web/package.json']) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    cpSync(join(root, file), join(tree, file));
  }
  const everyModule = '{"type":"module","exports":{"./*":"./src/*.ts"}}';
  for (const name of ['contracts', 'history', 'testkit']) write(`packages/${name}/package.json`, everyModule);
  write('prisma/package.json', '{"type":"module","exports":{"./*":"./*.ts"}}');
  for (const name of ['zod', 'vitest']) {
    write(`node_modules/${name}/package.json`, '{"type":"module","main":"index.js"}');
    write(`node_modules/${name}/index.js`, '');
  }
  mkdirSync(join(tree, 'node_modules/@open-ace'));
  const links = {
    contracts: 'packages/contracts',
    history: 'packages/history',
    testkit: 'packages/testkit',
    prisma: 'prisma',
    server: 'apps/server',
  };
  for (const [name, folder] of Object.entries(links))
    symlinkSync(join(tree, folder), join(tree, 'node_modules/@open-ace', name), 'junction');
  for (const [file, content] of Object.entries(clean)) write(file, content);
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

function write(file, content) {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), content);
}

function brokenRules() {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = ['--config', join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'apps', 'packages'];
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (!stdout) throw new Error(stderr);
  return [...new Set(JSON.parse(stdout).summary.violations.map((violation) => `${violation.rule.name}: ${violation.from}`))];
}

test('a tree that keeps the rules passes', () => {
  expect(brokenRules()).toEqual([]);
});

test('every rule has a case', () => {
  expect(Object.keys(violations)).toEqual(rules.forbidden.map((rule) => rule.name));
});

describe('a violation is found', () => {
  let broken;
  beforeAll(() => {
    for (const [file, content] of Object.values(violations)) write(file, content);
    broken = brokenRules();
  });

  test.each(Object.entries(violations))('of %s', (name, [file]) => {
    const from = name === 'domains-never-in-a-cycle' ? 'apps/server/src/domains/user' : file;
    expect(broken).toContain(`${name}: ${from}`);
  });
});
