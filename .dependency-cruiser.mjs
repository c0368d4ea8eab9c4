const server = '^apps/server/src/';
const web = '^apps/web/src/';
const repository = '[-/]repository\\.ts$';
const router = '[-/]router\\.ts$';

/** The arrows of the house style, from the top of the server to the contracts: nothing points upward. */
const serverRules = [
  {
    name: 'platform-knows-no-domain',
    comment: 'What every domain uses cannot depend on one of them.',
    from: { path: `${server}platform/` },
    to: { path: `${server}(domains/|http/|cli/|(router|app|serve|main)\\.ts)` },
  },
  {
    name: 'domain-never-reaches-up',
    comment: 'Doors call domains; a domain knows no door.',
    from: { path: `${server}domains/` },
    to: { path: `${server}(http/|cli/|(router|app|serve|main)\\.ts)` },
  },
  {
    name: 'domain-only-through-its-index',
    comment: 'A domain has one public face for the others.',
    from: { path: `${server}domains/([^/]+)/` },
    to: { path: `${server}domains/`, pathNot: [`${server}domains/$1/`, `${server}domains/[^/]+/index\\.ts$`] },
  },
  {
    name: 'domains-never-in-a-cycle',
    comment: 'Two domains that need each other are one, or an event goes one of the ways.',
    scope: 'folder',
    from: { path: `${server}domains/[^/]+$` },
    to: { circular: true, path: `${server}domains/[^/]+$` },
  },
  {
    name: 'domain-router-only-in-the-router',
    comment: 'Verbs are called, procedures are not.',
    from: { path: server, pathNot: [router] },
    to: { path: `${server}domains/.*${router}` },
  },
  {
    name: 'router-calls-verbs',
    comment: 'A procedure has no logic and no database; it calls a verb of its own domain.',
    from: { path: `${server}domains/.*${router}` },
    to: { path: [`${server}domains/.*${repository}`, `${server}platform/db/`] },
  },
  {
    name: 'router-calls-its-own-domain',
    comment: 'What a procedure needs of another domain, its verb asks for.',
    from: { path: `${server}domains/([^/]+)/.*${router}` },
    to: { path: `${server}domains/`, pathNot: `${server}domains/$1/` },
  },
  {
    name: 'repository-knows-no-verb',
    comment: 'A repository speaks to the database and to nobody above it.',
    from: { path: `${server}domains/.*${repository}` },
    to: { path: [`${server}domains/[^/]+/(index|service|jobs)\\.ts$`, `${server}domains/.*${router}`] },
  },
  {
    name: 'database-only-in-repositories',
    comment: 'Tenants are told apart in repositories, so nothing else may reach the database.',
    from: { path: server, pathNot: [repository, `${server}platform/db/`] },
    to: { path: ['^prisma/', 'node_modules/@prisma/', '^@open-ace/prisma', '^@prisma/'] },
  },
  {
    name: 'http-only-through-domain-indexes',
    comment: 'A door calls the same verbs as the routers, through the same public face.',
    from: { path: `${server}http/` },
    to: { path: `${server}domains/`, pathNot: `${server}domains/[^/]+/index\\.ts$` },
  },
  {
    name: 'http-never-reaches-up',
    comment: 'Only the doors made of the router itself, tRPC and REST, see it.',
    from: { path: `${server}http/`, pathNot: [`${server}http/(trpc|rest)\\.ts$`] },
    to: { path: `${server}(cli/|(router|app|serve|main)\\.ts)` },
  },
  {
    name: 'app-is-built-at-the-top',
    comment: 'main.ts and the command line serve it, and tests build it.',
    from: { path: server, pathNot: [`${server}(main|serve)\\.ts$`, `${server}cli/`] },
    to: { path: `${server}(app|serve|main)\\.ts$` },
  },
];

const webRules = [
  {
    name: 'feature-never-imports-feature',
    comment: 'What two features need becomes a named module.',
    from: { path: `${web}features/([^/]+)/` },
    to: { path: `${web}features/`, pathNot: `${web}features/$1/` },
  },
  {
    name: 'feature-never-reaches-up',
    from: { path: `${web}features/` },
    to: { path: `${web}(app/|main\\.tsx?$)` },
  },
  {
    name: 'module-never-reaches-up',
    from: { path: `${web}modules/` },
    to: { path: `${web}(app/|features/|main\\.tsx?$)` },
  },
  {
    name: 'ui-fits-any-product',
    comment: 'A piece of ui would fit any product; lib tells it how to format and translate.',
    from: { path: `${web}ui/` },
    to: { path: [`${web}(app/|features/|modules/|main\\.tsx?$)`, '^apps/server/'] },
  },
  {
    name: 'lib-is-the-lowest',
    from: { path: `${web}lib/` },
    to: { path: `${web}(app/|features/|modules/|ui/|main\\.tsx?$)` },
  },
  {
    name: 'web-has-no-barrels',
    comment: 'A barrel pulls everything into every chunk.',
    from: { path: `${web}.*/index\\.tsx?$`, pathNot: `${web}lib/i18n/` },
    to: { path: '.' },
  },
  {
    name: 'web-runs-in-a-browser',
    from: { path: web },
    to: { dependencyTypes: ['core'] },
  },
];

const packageRules = [
  {
    name: 'server-only-by-type',
    comment: 'Web and agent take the type of the router, never its code.',
    from: { path: '^apps/(web|agent)/' },
    to: { path: ['^apps/server/', '^@open-ace/server'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'server-only-its-router',
    comment: 'The type of the router is all that the server exports.',
    from: { path: '^apps/(web|agent)/' },
    to: { path: '^apps/server/', pathNot: `${server}router\\.ts$` },
  },
  {
    name: 'apps-stand-alone',
    comment: 'The three programs meet over the wire.',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/(?!server/)', pathNot: '^apps/$1/' },
  },
  {
    name: 'contracts-import-only-zod',
    from: { path: '^packages/contracts/src/' },
    to: { pathNot: ['^packages/contracts/src/', '(^|node_modules/)zod(/|$)'] },
  },
  {
    name: 'history-is-pure',
    comment: 'Readers of session files know the contracts and Node, nothing else of ours.',
    from: { path: '^packages/history/src/' },
    to: { path: ['^apps/', '^prisma/', '^packages/(?!history/|contracts/)'] },
  },
  {
    name: 'packages-know-no-app',
    from: { path: '^packages/' },
    to: { path: '^(apps|prisma)/' },
  },
  {
    name: 'testkit-only-in-tests',
    from: { path: '^(apps|packages|prisma)/', pathNot: '^packages/testkit/' },
    to: { path: ['^packages/testkit/', '^@open-ace/testkit'] },
  },
  {
    name: 'no-cycles',
    comment: 'Types may point back, code may not.',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that cannot be followed cannot be checked.',
    from: {},
    to: { couldNotResolve: true },
  },
];

export default {
  forbidden: [...serverRules, ...webRules, ...packageRules].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    // Tests stand outside the arrows: they may look into anything.
    exclude: { path: ['/dist/', '^packages/testkit/cli-samples/', '\\.test\\.(tsx?|mjs)$', '^apps/[^/]+/test/'] },
    // Type-only imports are arrows too; the rules say where they are allowed.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts', '.css', '.svg'],
    },
  },
};
