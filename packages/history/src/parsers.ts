import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import type { Format } from './format.ts';
import type { Parser } from './parser.ts';
import { qwenChat, qwenUsage } from './qwen-code.ts';

/** Calls `use` with the parser of a format; a callback since each parser has its own type of state. */
export function withParser<Result>(format: Format, use: <State extends { toolVersion: string }>(parser: Parser<State>) => Result): Result {
  switch (format) {
    case 'claude-code':
      return use(claudeCode);
    case 'codex':
      return use(codex);
    case 'qwen-chat':
      return use(qwenChat);
    case 'qwen-usage':
      return use(qwenUsage);
  }
}
