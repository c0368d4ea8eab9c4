import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg';

/*
 * Prisma's schema engine as WebAssembly from npm: the native one is a download that may be out of reach. It runs in process, once
 * a process, and reports a panic through a global that the package expects to find.
 */
globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
  message: '',
  set_message(message) {
    this.message = message;
  },
};

let started = false;
function startWasm() {
  if (started) return;
  started = true;
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = entry.replace(/\.js$/, '.wasm');
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), { './schema_engine_bg.js': wasm });
  wasm.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function postgresFactory(url) {
  const { hostname, port, username, password, pathname } = new URL(url);
  const factory = new PrismaPg({
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password) || undefined,
    database: pathname.slice(1),
  });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => withInternalChar(await connect());
  return factory;
}

/** The adapter has no mapping for PostgreSQL's internal "char" type (OID 18), which introspection selects: read it as text of one character. */
function withInternalChar(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 1042;
    return result;
  };
  return adapter;
}

/** The engine greets a PostgreSQL server even where it only compares texts; this one has nothing but its manners. */
const noServer = {
  provider: 'postgres',
  adapterName: '@open-ace/no-server',
  connect: async () => ({
    provider: 'postgres',
    adapterName: '@open-ace/no-server',
    queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => {},
  }),
};
noServer.connectToShadowDb = noServer.connect;

const factoryOf = (provider, url) => {
  if (!url) return provider === 'sqlite' ? new PrismaLibSql({ url: 'file::memory:' }) : noServer;
  return provider === 'sqlite' ? new PrismaLibSql({ url }) : postgresFactory(url);
};

/**
 * The SQL that leads from one state to another; empty when they agree. `from` and `to` are `{ models: <schema text> }`,
 * `{ url }` of a database, or `{ empty: true }`.
 */
export async function diff(provider, from, to) {
  startWasm();
  const url = from.url ?? to.url;
  const datamodel = to.models ?? from.models;
  const files = (content) => [{ path: 'schema.prisma', content }];
  const target = (side) => {
    if (side.models !== undefined) return { tag: 'schemaDatamodel', files: files(side.models) };
    return side.url ? { tag: 'schemaDatasource', files: files(datamodel), configDir: '' } : { tag: 'empty' };
  };
  const engine = await wasm.SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factoryOf(provider, url)),
  );
  const { stdout } = await engine.diff({
    from: target(from),
    to: target(to),
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: [provider === 'sqlite' ? '_prisma_migrations' : 'public._prisma_migrations'], externalEnums: [] },
  });
  return /^\s*-- This is an empty migration\.?\s*$/.test(stdout ?? '') ? '' : (stdout ?? '').trim();
}
