import { z } from 'zod';
import { streamItem } from '../src/platform/stream.ts';
import type { ProcedureMeta } from '../src/platform/trpc.ts';
import { appRouter } from '../src/router.ts';

export type JsonSchema = { [key: string]: unknown; type?: string; properties?: Record<string, JsonSchema>; required?: string[] };

export interface ProcedureInfo {
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  meta: ProcedureMeta | undefined;
  input: JsonSchema | null;
  output: JsonSchema | null;
  stream: boolean;
}

interface Definition {
  type: ProcedureInfo['type'];
  meta?: ProcedureMeta;
  inputs: z.ZodType[];
  output?: z.ZodType;
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as JsonSchema;
};

/** Every procedure of the router with what it declares, by path. */
export function procedures(): ProcedureInfo[] {
  const all = (appRouter as unknown as { _def: { procedures: Record<string, { _def: Definition }> } })._def.procedures;
  return Object.entries(all)
    .map(([path, { _def }]) => {
      const [input] = _def.inputs;
      const item = _def.output && streamItem(_def.output);
      return {
        path,
        type: _def.type,
        meta: _def.meta,
        input: input ? jsonSchema(input, 'input') : null,
        output: _def.output ? jsonSchema(item ?? _def.output, 'output') : null,
        stream: item !== undefined,
      };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** What no generator could guess, by field name. */
const samples: Record<string, unknown> = {
  username: 'sample-name',
  password: 'Sample-pass-1',
  currentPassword: 'Sample-pass-1',
  newPassword: 'Sample-pass-2',
  token: `ace_setup_${'x'.repeat(43)}`,
  baseUrl: 'https://api.example.com',
  cwd: '/tmp',
};

const SOME_ID = '01890000-0000-7000-8000-000000000000';

/** A value that a schema accepts: required fields alone, unless `ids` names an optional one. */
export function sample(schema: JsonSchema, ids: Record<string, string> = {}, name = ''): unknown {
  if (Object.hasOwn(ids, name)) return ids[name];
  if (Object.hasOwn(samples, name)) return samples[name];
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [first] = (schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []) as JsonSchema[];
  if (first) return sample(first, ids, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, ids, key)]));
    case 'array':
      return Array.from({ length: Number(schema.minItems ?? 0) }, () => sample((schema.items ?? {}) as JsonSchema, ids));
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema.minimum ?? 1));
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      break;
  }
  if (schema.format === 'uuid') return SOME_ID;
  if (schema.format === 'email') return 'sample@example.com';
  if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z';
  return 'sample'.padEnd(Number(schema.minLength ?? 0), 'x');
}
