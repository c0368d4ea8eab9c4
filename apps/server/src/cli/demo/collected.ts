import type { UsageReport } from '@open-ace/contracts/history';
import type { BuiltInTool } from '@open-ace/contracts/tools';
import { sources } from '#domains/collection';
import type { MachineRow } from '#domains/machine';
import { inTx } from '#platform/db/tx';
import { toolVersions } from './fleet.ts';
import { type Stage, systemAt } from './stage.ts';

/** The longest history had a power cut in it. */
const CUT_FROM = 7000;

interface Read {
  files: Set<string>;
  rows: number;
}

/** How much of each tool's own history was read on each machine: its files, a file a session, to their end. */
export class Collected {
  readonly #read = new Map<string, Map<BuiltInTool, Read>>();

  add(machineId: string, reports: UsageReport[]): void {
    const tools = this.#read.get(machineId) ?? new Map<BuiltInTool, Read>();
    this.#read.set(machineId, tools);
    for (const { tool, toolSessionId } of reports) {
      const read = tools.get(tool) ?? { files: new Set(), rows: 0 };
      tools.set(tool, read);
      read.files.add(toolSessionId ?? '');
      read.rows += 1;
    }
  }

  async write(stage: Stage, fleet: MachineRow[]): Promise<void> {
    await inTx(systemAt(stage, stage.now), async (tx) => {
      for (const { id, seenAt } of fleet) {
        for (const [tool, { files, rows }] of this.#read.get(id) ?? []) {
          const bytes = rows * stage.random.integer(3800, 5200);
          const size = { files: files.size, bytesTotal: bytes, bytesRead: bytes, rows, badLines: rows > CUT_FROM ? 2 : 0 };
          await sources(tx).put(id, { tool, ...size, cliVersion: toolVersions[tool], error: null }, seenAt ?? new Date(stage.now));
        }
      }
    });
  }
}
