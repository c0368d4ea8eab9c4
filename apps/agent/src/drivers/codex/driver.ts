import { PermissionMode, toolNames } from '@open-ace/contracts/tools';
import type { Config } from '../../config.ts';
import type { Driver } from '../driver.ts';
import type { Guardian } from '../guardian.ts';
import { commandFor } from './launch.ts';
import { CodexSession } from './session.ts';
import { isKnown, problemOf } from './version.ts';

export const codexDriver = ({ environment, home }: Pick<Config, 'environment' | 'home'>, guardian: Guardian): Driver => ({
  tool: 'codex',
  name: toolNames.codex,
  program: 'codex',
  describe: (version) => ({
    tested: isKnown(version),
    modes: PermissionMode.options,
    withheldModes: [],
    problem: problemOf(version),
  }),
  start: async (start) => CodexSession.start(await commandFor(start, environment, home), start, guardian),
});
