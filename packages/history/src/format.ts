import { z } from 'zod';

/** The kinds of session files that have a parser. */
export const Format = z.enum(['claude-code', 'codex', 'qwen-chat', 'qwen-usage']);
export type Format = z.infer<typeof Format>;

/** A file to follow. */
export interface Source {
  readonly format: Format;
  /** Absolute. */
  readonly path: string;
  /** Qwen's usage file alone: the `projects` folders whose chats may tell the same requests. */
  readonly chatRoots?: readonly string[];
}
