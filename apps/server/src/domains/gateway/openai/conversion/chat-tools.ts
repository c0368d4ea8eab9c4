import { isRecord, shortText } from '../../untrusted.ts';
import { invalid } from './not-convertible.ts';
import { type ClientTool, plainNamespace, type ToolNames } from './tool-names.ts';

type Json = Record<string, unknown>;

/** A tool as chat completions take it. */
export interface ChatTool {
  type: 'function';
  function: { name: string; description?: string; parameters: Json; strict?: boolean };
}

interface Offer {
  tool: ClientTool;
  description: string;
  parameters: Json;
  strict?: boolean;
}

const noParameters: Json = { type: 'object', properties: {} };

const shellParameters: Json = {
  type: 'object',
  properties: {
    command: { type: 'array', items: { type: 'string' }, description: 'The program and its arguments, as ["bash", "-lc", "ls"].' },
    workdir: { type: 'string', description: 'The folder to run it in.' },
    timeout_ms: { type: 'integer', description: 'The most time it may take, in milliseconds.' },
  },
  required: ['command'],
};

const inputParameters: Json = {
  type: 'object',
  properties: { input: { type: 'string', description: 'The whole input of the tool, as it is.' } },
  required: ['input'],
  additionalProperties: false,
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function requireName(tool: Json): string {
  if (typeof tool.name !== 'string' || tool.name === '') throw invalid('Give every function and custom tool in "tools" a name.');
  return tool.name;
}

function named(kind: ClientTool['kind'], tool: Json, namespace: string): ClientTool {
  return { kind, name: requireName(tool), ...(namespace !== '' && { namespace }) };
}

/** Chat completions cannot hold a model to a grammar, so it is told of it. */
function describeCustom({ description, format }: Json): string {
  const definition = isRecord(format) ? textOf(format.definition) : '';
  if (!isRecord(format) || definition === '') return textOf(description);
  const grammar = `The input must follow this grammar (${shortText(format.syntax) || 'lark'}):\n${definition}`;
  return [textOf(description), grammar].filter((text) => text !== '').join('\n\n');
}

function functionOffer(tool: Json, namespace: string): Offer {
  return {
    tool: named('function', tool, namespace),
    description: textOf(tool.description),
    parameters: isRecord(tool.parameters) ? tool.parameters : noParameters,
    ...(typeof tool.strict === 'boolean' && { strict: tool.strict }),
  };
}

function searchOffer(tool: Json): Offer {
  return {
    tool: { kind: 'tool_search', name: 'tool_search' },
    description: textOf(tool.description) || 'Finds further tools.',
    parameters: isRecord(tool.parameters) ? tool.parameters : noParameters,
  };
}

/** The functions that a tool becomes. None for what the vendor's own servers would have to do, and for what nobody knows. */
function offersOf(tool: unknown, namespace = ''): Offer[] {
  if (!isRecord(tool)) throw invalid('Send "tools" as a list of objects.');
  switch (tool.type) {
    case 'function':
      return [functionOffer(tool, namespace)];
    case 'custom':
      return [{ tool: named('custom', tool, namespace), description: describeCustom(tool), parameters: inputParameters }];
    case 'namespace':
      // One level: what is within a namespace is no namespace.
      if (namespace !== '') return [];
      return listOf(tool.tools).flatMap((inner) => (isRecord(inner) ? offersWithin(tool, inner) : []));
    case 'local_shell':
      return [
        {
          tool: { kind: 'local_shell', name: 'local_shell' },
          description: "Runs a command on the user's machine.",
          parameters: shellParameters,
        },
      ];
    case 'tool_search':
      return tool.execution === 'client' ? [searchOffer(tool)] : [];
    default:
      return [];
  }
}

function offersWithin(outer: Json, inner: Json): Offer[] {
  if (inner.type !== 'function' && inner.type !== 'custom') return [];
  return offersOf(inner, plainNamespace(requireName(outer)));
}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The functions for the tools that a client offers, each once. Their names are put down in `names`. */
export function chatToolsOf(offered: unknown[], names: ToolNames): ChatTool[] {
  return offered.flatMap((tool) =>
    offersOf(tool).flatMap(({ tool, description, ...rest }): ChatTool[] => {
      const name = names.add(tool);
      if (name === null) return [];
      return [{ type: 'function', function: { name, ...(description !== '' && { description }), ...rest } }];
    }),
  );
}
