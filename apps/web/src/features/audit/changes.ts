export type FieldValue =
  | { kind: 'absent' }
  | { kind: 'secret' }
  | { kind: 'empty' }
  | { kind: 'flag'; on: boolean }
  | { kind: 'text'; text: string };

interface FieldChange {
  field: string;
  before: FieldValue;
  after: FieldValue;
}

const secretMark = '[secret]';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The log holds JSON written by the server; what cannot be read as an object is shown as the text it is. */
function parse(json: string | null): Record<string, unknown> {
  if (json === null) return {};
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : { '': value };
  } catch {
    return { '': json };
  }
}

/** Nested objects become dotted names, so that every change is one line. */
function flatten(value: Record<string, unknown>, prefix = ''): [field: string, value: unknown][] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = prefix ? `${prefix}.${name}` : name;
    return isRecord(inner) && Object.keys(inner).length > 0 ? flatten(inner, field) : [[field, inner] as [string, unknown]];
  });
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toFieldValue(value: unknown): FieldValue {
  if (value === undefined) return { kind: 'absent' };
  if (value === secretMark) return { kind: 'secret' };
  if (typeof value === 'boolean') return { kind: 'flag', on: value };
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return { kind: 'empty' };
  if (Array.isArray(value)) return { kind: 'text', text: value.map(asText).join(', ') };
  return { kind: 'text', text: asText(value) };
}

/** What an audit entry says was changed: one line a field, in the order of the record. */
export function readChanges(before: string | null, after: string | null): FieldChange[] {
  const old = new Map(flatten(parse(before)));
  const young = new Map(flatten(parse(after)));
  const fields = [...new Set([...old.keys(), ...young.keys()])];
  return fields.map((field) => ({ field, before: toFieldValue(old.get(field)), after: toFieldValue(young.get(field)) }));
}
