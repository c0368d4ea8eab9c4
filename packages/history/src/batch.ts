import type { UsageReport } from '@open-ace/contracts/history';
import type { Cursor } from './cursor.ts';

/** Some reports in the order of their file, and where to go on once they are acknowledged. */
export interface Batch {
  readonly reports: readonly UsageReport[];
  readonly cursor: Cursor;
  /** Lines that are no record, or a request that lacks what a report must have. */
  readonly malformed: number;
  /** Lines passed over as too long. */
  readonly overlong: number;
  /** The CLI's version that the file named last; null if it named none. */
  readonly toolVersion: string | null;
}

export interface BatchBounds {
  /** Most reports of a batch. */
  readonly maxRows?: number;
  /** About the most characters of a batch's reports as JSON. */
  readonly maxLength?: number;
}

const textFields = ['key', 'matchId', 'matchWitness', 'toolSessionId', 'model', 'cwd', 'gitBranch', 'gitRemote'] as const;
/** Of a report as JSON, without its texts. */
const fixedLength = 350;

/** The reports for the next batch. */
export class PendingReports {
  #reports: UsageReport[] = [];
  #length = 0;
  readonly #maxRows: number;
  readonly #maxLength: number;

  constructor({ maxRows = 500, maxLength = 1 << 20 }: BatchBounds) {
    this.#maxRows = maxRows;
    this.#maxLength = maxLength;
  }

  add(report: UsageReport): void {
    this.#reports.push(report);
    this.#length += fixedLength + textFields.reduce((length, field) => length + (report[field]?.length ?? 0), 0);
  }

  get isFull(): boolean {
    return this.#reports.length >= this.#maxRows || this.#length >= this.#maxLength;
  }

  take(): UsageReport[] {
    const reports = this.#reports;
    this.#reports = [];
    this.#length = 0;
    return reports;
  }
}
