import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { expectExactUsage, expectSoundTranscript, type Mark, mark } from './exactness.ts';
import { patiently } from './stack-session.ts';
import { ToolStack } from './tool-stack.ts';

/** One stack for the tests of a file. Whatever one of them does, nothing of it is lost, doubled or left behind. */
export function useToolStack(claudeEnvironment: Record<string, string> = {}): () => ToolStack {
  let on: ToolStack;
  let since: Mark;
  beforeAll(async () => {
    on = await ToolStack.start(claudeEnvironment);
  });
  afterAll(() => on?.stop());
  beforeEach(async () => {
    since = await mark(on);
  });
  afterEach(async () => {
    for (const session of on.sessions) await session.stop();
    await expect.poll(() => on.cliProcesses(), patiently).toEqual([]);
    for (const session of on.sessions) await expectSoundTranscript(session);
    await expectExactUsage(on, since);
  });
  return () => on;
}
