import { resolve } from "node:path"
import { StartError } from "../errors/start-error.ts"
import { SqliteEngine } from "./dialects/sqlite/engine.ts"
import type { SqliteOptions } from "./dialects/sqlite/options.ts"
import type { Engine } from "./engine.ts"
import { DatabaseUnavailable } from "./errors.ts"
import type { Migrations } from "./migrate/folder.ts"
import { type Observer, Observers } from "./observer.ts"
import { Compiler } from "./query/compiler.ts"
import type { SessionHome, SessionOptions } from "./session/options.ts"
import { DbSession } from "./session/session.ts"

/** What `connect` can be told beside the URL. */
export interface DatabaseOptions {
  /** Folder of `0001_name.sql` files that are applied when the database starts. */
  readonly migrations?: Migrations
  /** Limits of SQLite. */
  readonly sqlite?: SqliteOptions
}

/** A database that sessions are opened on. It connects when it starts, or when the first session needs it. */
export class Database {
  readonly #engine: Engine
  readonly #home: SessionHome
  readonly #observers: Observers
  #starting: Promise<void> | undefined
  #state: "new" | "open" | "closed" = "new"

  /** @internal Databases are made by `connect`. */
  constructor(engine: Engine, observers: Observers) {
    this.#engine = engine
    this.#observers = observers
    this.#home = Object.freeze({ engine, compiler: new Compiler(engine.dialect), ready: () => this.#ready() })
  }

  /**
   * Opens the database, makes its folder, and applies pending migrations under a lock. Does nothing when
   * it is open.
   * @throws DataError `migration-failed`; nothing of the migration that failed stays
   */
  start(): Promise<void> {
    if (this.#state === "open") return Promise.resolve()
    this.#starting ??= this.#start()
    return this.#starting
  }

  async #start(): Promise<void> {
    try {
      await this.#engine.open()
      this.#state = "open"
    } finally {
      this.#starting = undefined
    }
  }

  /** Waits for the work under way, up to a limit, and closes every connection. */
  async close(): Promise<void> {
    await this.#starting?.catch(() => undefined)
    if (this.#state !== "open") return
    this.#state = "closed"
    await this.#engine.close()
  }

  /** A unit of work of its own. Take it with `await using`: what is not committed is rolled back. */
  session(options: SessionOptions = {}): DbSession {
    return new DbSession(this.#home, options)
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
 *   `sqlite::memory:`
 * @throws StartError `settings-invalid` for a URL that no engine serves
 */
export function connect(url: string, options: DatabaseOptions = {}): Database {
  const observers = new Observers()
  const settings = {
    writersWaiting: 1000,
    writerWait: 5000,
    transactionTime: 5000,
    ...options.sqlite,
    file: sqliteFile(url),
    migrations: options.migrations,
  }
  return new Database(new SqliteEngine(settings, observers), observers)
}

/** @throws StartError without the URL, which may hold a password */
function sqliteFile(url: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  const rest = url.slice((scheme?.length ?? -1) + 1)
  if (scheme === "sqlite" && rest !== "") {
    if (rest === ":memory:") return rest
    return resolve(rest.startsWith("//") ? rest.slice(2) : rest)
  }
  const found = scheme ? `"${scheme}:" is no engine that Maru knows` : "it has no scheme"
  throw new StartError("settings-invalid", `The database's URL does not work: ${found}. Write sqlite:./data/app.db.`)
}
