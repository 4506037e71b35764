import { StartError } from "../errors/start-error.ts"
import { type EngineOptions, engineOf } from "./dialects/engines.ts"
import type { Engine } from "./engine.ts"
import { DatabaseUnavailable } from "./errors.ts"
import type { Migrations } from "./migrate/folder.ts"
import { type MigrateMode, migrateAtStart } from "./migrate/run/start.ts"
import type { MigrationTarget } from "./migrate/target.ts"
import type { AnyModel } from "./model/types.ts"
import { type Observer, Observers } from "./observer.ts"
import { Compiler } from "./query/compile/compiler.ts"
import type { SessionHome, SessionOptions } from "./session/options.ts"
import { DbSession } from "./session/session.ts"
import { type TransactionOptions, runTransaction } from "./session/transaction.ts"

/** What `connect` can be told beside the URL. */
export interface DatabaseOptions extends EngineOptions {
  /**
   * Folder of `0001_name.sql` files that are applied when the database starts; with sub-folders `sqlite`, `postgres`
   * and `mysql` where there are different ones for each.
   */
  readonly migrations?: Migrations
  /** What is done about migrations at the start: apply those that are new (default), only refuse to start with them, or nothing. */
  readonly migrate?: MigrateMode
  /** All models, for `maru migrate`, which compares them with the database. */
  readonly models?: readonly AnyModel[]
  /**
   * Signs the cursors of queries. Without it a key is derived from the URL, so that all processes of one
   * database take each other's cursors; whoever knows the URL could make cursors of their own.
   */
  readonly cursorSecret?: string
  /** URLs of copies that sessions read from until they write. What was just committed may not be there yet. */
  readonly replicas?: readonly string[]
}

/** What a database is put together from. */
interface DatabaseParts {
  readonly migrations: Migrations | undefined
  readonly migrate: MigrateMode
  readonly models: readonly AnyModel[] | undefined
  readonly replicas: readonly Engine[]
  readonly cursorKey: string
}

/** A database that sessions are opened on. It connects when it starts, or when the first session needs it. */
export class Database {
  readonly #engine: Engine
  readonly #home: SessionHome
  readonly #observers: Observers
  readonly #migrate: MigrateMode
  /** @internal What `maru migrate` works on. */
  readonly migrationTarget: MigrationTarget
  readonly #replicas: readonly Engine[]
  #turn = 0
  #starting: Promise<void> | undefined
  #state: "new" | "open" | "closed" = "new"

  /** @internal Databases are made by `connect`. */
  constructor(engine: Engine, observers: Observers, parts: DatabaseParts) {
    this.#engine = engine
    this.#replicas = parts.replicas
    this.#observers = observers
    this.#migrate = parts.migrate
    this.migrationTarget = Object.freeze({ engine, migrations: parts.migrations, models: parts.models })
    this.#home = Object.freeze({
      engine,
      observers,
      compiler: new Compiler(engine.dialect),
      cursorKey: parts.cursorKey,
      replica: () => this.#nextReplica(),
      ready: () => this.#ready(),
    })
  }

  /**
   * Opens the database, makes its folder, and applies pending migrations under a lock. Does nothing when
   * it is open.
   * @throws DataError `migration-failed`, `migration-pending`
   */
  start(): Promise<void> {
    if (this.#state === "open") return Promise.resolve()
    this.#starting ??= this.#start()
    return this.#starting
  }

  async #start(): Promise<void> {
    try {
      await this.#engine.open()
      await this.#applyMigrations()
      await this.#openReplicas()
      this.#state = "open"
    } finally {
      this.#starting = undefined
    }
  }

  async #applyMigrations(): Promise<void> {
    try {
      await migrateAtStart(this.migrationTarget, this.#migrate)
    } catch (error) {
      await this.#engine.close()
      throw error
    }
  }

  async #openReplicas(): Promise<void> {
    try {
      for (const replica of this.#replicas) await replica.open()
    } catch (error) {
      await this.#closeAll()
      throw error
    }
  }

  async #closeAll(): Promise<void> {
    await Promise.all([this.#engine, ...this.#replicas].map((engine) => engine.close()))
  }

  /** Sessions share the replicas evenly. */
  #nextReplica(): Engine | undefined {
    return this.#replicas.length > 0 ? this.#replicas[this.#turn++ % this.#replicas.length] : undefined
  }

  /** Waits for the work under way, up to a limit, and closes every connection. */
  async close(): Promise<void> {
    await this.#starting?.catch(() => undefined)
    if (this.#state !== "open") return
    this.#state = "closed"
    await this.#closeAll()
  }

  /** A unit of work of its own. Take it with `await using`: what is not committed is rolled back. */
  session(options: SessionOptions = {}): DbSession {
    return new DbSession(this.#home, options)
  }

  /**
   * Does work in a session of its own and commits it; if the work throws, nothing of it stays.
   *
   * ```ts
   * await database.transaction(async (db) => db.add(new User(values)), { retries: 3 })
   * ```
   *
   * @returns what the work returns
   */
  transaction<T>(work: (db: DbSession) => T | Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return runTransaction((session) => this.session(session), work, options)
  }

  /**
   * Calls the observer after every statement. Costs nothing while there is no observer.
   * @returns a function that ends it
   */
  observe(observer: Observer): () => void {
    return this.#observers.add(observer)
  }

  /** A promise while the database is being opened, which the first session does if nobody did before. */
  #ready(): Promise<void> | undefined {
    if (this.#state === "open") return undefined
    if (this.#state === "closed") return Promise.reject(new DatabaseUnavailable("The database has been closed."))
    return this.start()
  }
}

/**
 * A database by its URL; nothing is opened yet.
 *
 * @param url `sqlite:./data/board.db` (relative to the working directory), `sqlite:/absolute/path`, or
 *   `sqlite::memory:`; `postgres://user:password@host:5432/database`; `mysql://user:password@host:3306/database`, for MariaDB too
 * @throws StartError `settings-invalid` for a URL that no engine serves
 */
export function connect(url: string, options: DatabaseOptions = {}): Database {
  const observers = new Observers()
  const engine = engineOf(url, options, observers)
  const replicas = (options.replicas ?? []).map((replica) => engineOf(replica, options, observers))
  const other = replicas.find(({ dialect }) => dialect.name !== engine.dialect.name)
  if (other) {
    const message = `A replica of a ${engine.dialect.name} database cannot be a ${other.dialect.name} database.`
    throw new StartError("settings-invalid", message)
  }
  const { migrations, models, migrate = "apply" } = options
  const cursorKey = options.cursorSecret ?? `maru cursor ${url}`
  return new Database(engine, observers, { migrations, models, migrate, replicas, cursorKey })
}
