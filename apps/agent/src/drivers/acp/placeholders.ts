import type { AcpAgent } from '@open-ace/contracts/acp-agent';

/** What a session has, by the names that stand in the configuration of an agent. */
export type Values = Readonly<Record<'gateway' | 'gatewayV1' | 'token' | 'model' | 'cwd' | 'config' | 'home' | 'port' | 'secret', string>>;

/**
 * Puts values in the place of `{name}`. A template that is JSON stays JSON whatever the values hold: it is filled string by string.
 */
export function filled(template: string, values: Values): string {
  const parsed = parsedObject(template);
  return parsed === null ? inWords(template, values) : JSON.stringify(inJson(parsed, values));
}

/** Whether what an agent is given depends on a value. */
export const mentions = ({ env, args, config, modes }: AcpAgent, name: keyof Values): boolean =>
  [...env.map(({ value }) => value), ...args, config, ...modes.map((mode) => mode.config ?? '')].some((template) =>
    template.includes(`{${name}}`),
  );

const inWords = (text: string, values: Values): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (isName(name, values) ? values[name] : whole));

const isName = (name: string, values: Values): name is keyof Values => Object.hasOwn(values, name);

function inJson(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return inWords(value, values);
  if (Array.isArray(value)) return value.map((item) => inJson(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [inWords(key, values), inJson(item, values)]));
}

function parsedObject(template: string): object | null {
  try {
    const value: unknown = JSON.parse(template);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
