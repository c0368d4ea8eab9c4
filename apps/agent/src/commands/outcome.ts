import { CommandBody, type CommandKind as Kind } from '@open-ace/contracts/command';
import { z } from 'zod';

const kinds = CommandBody.options.map((option) => option.shape.kind.value);
export const CommandKind = z.enum(kinds as [Kind, ...Kind[]]);
export type CommandKind = Kind;

/** How a command ended. */
export const Outcome = z.object({
  status: z.enum(['done', 'failed', 'unknown']),
  /** JSON, of a form that the command's kind defines. */
  result: z.string().optional(),
  error: z.string().optional(),
});
export type Outcome = z.infer<typeof Outcome>;
