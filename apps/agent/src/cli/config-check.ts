import { loadConfigCheck } from '../config.ts';
import { Ending, exitCodes } from '../ending.ts';

/** Prints every setting with where it comes from, and every mistake at once. */
export function configCheck(): void {
  const { effective, mistakes } = loadConfigCheck();
  for (const { name, value, source } of effective) console.log(`${name.padEnd(18)}${value || '(none)'}  [${source}]`);
  if (mistakes.length > 0) throw new Ending(mistakes.join('\n'), exitCodes.usage);
}
