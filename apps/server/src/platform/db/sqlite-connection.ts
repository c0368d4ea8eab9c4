import Sqlite from 'libsql';

type Statement = Sqlite.Statement<[unknown[]]>;

const MOST_PREPARED = 500;

/**
 * One connection to a SQLite file, opened when it is first used, whose statements stay prepared. Commits are safe when this process is
 * killed; the last ones may be lost with the machine's power, which with WAL harms nothing else.
 */
export class SqliteConnection<Prepared> {
  readonly #prepared = new Map<string, Prepared>();
  #opened: Sqlite.Database | undefined;
  #isClosed = false;

  constructor(
    private readonly path: string,
    private readonly busyTimeout: number,
    private readonly made: (statement: Statement) => Prepared,
  ) {}

  get #database(): Sqlite.Database {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  #open(): Sqlite.Database {
    if (this.#isClosed) throw new Error('The database is closed.');
    const database = new Sqlite(this.path, { timeout: this.busyTimeout });
    database.exec('PRAGMA synchronous = NORMAL');
    return database;
  }

  prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const prepared = this.made(this.#database.prepare<[unknown[]]>(sql));
    if (this.#prepared.size >= MOST_PREPARED) this.#prepared.clear();
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  /** One or more statements that answer nothing. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  close(): void {
    this.#isClosed = true;
    this.#prepared.clear();
    this.#opened?.close();
    this.#opened = undefined;
  }
}
