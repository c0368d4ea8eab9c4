import { toolNames } from '@open-ace/contracts/tools';
import type { Driver } from '../driver.ts';
import type { Guardian } from '../guardian.ts';
import type { Dialect } from './dialect.ts';
import { StreamJsonSession } from './session.ts';

export const streamJsonDriver = (dialect: Dialect, guardian: Guardian): Driver => ({
  tool: dialect.tool,
  name: toolNames[dialect.tool],
  program: dialect.program,
  describe: dialect.describe,
  start: (start) => StreamJsonSession.start(dialect, start, guardian),
});
