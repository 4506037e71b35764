import { resolve } from "node:path"
import { StartError } from "../../errors/start-error.ts"
import type { Engine } from "../engine.ts"
import type { Observers } from "../observer.ts"
import { MysqlEngine } from "./mysql/engine.ts"
import { type MysqlOptions, mysqlSettings } from "./mysql/options.ts"
import { PostgresEngine } from "./postgres/engine.ts"
import { type PostgresOptions, postgresSettings } from "./postgres/options.ts"
import { SqliteEngine } from "./sqlite/engine.ts"
import type { SqliteOptions } from "./sqlite/options.ts"

/** Limits of each engine; those of the others are ignored. */
export interface EngineOptions {
  /** Limits of SQLite. */
  readonly sqlite?: SqliteOptions
  /** Limits of PostgreSQL. */
  readonly postgres?: PostgresOptions
  /** Limits of MySQL and MariaDB. */
  readonly mysql?: MysqlOptions
}

/**
 * The engine that serves a URL; nothing is opened yet.
 * @throws StartError `settings-invalid` without the URL, which may hold a password
 */
export function engineOf(url: string, options: EngineOptions, observers: Observers): Engine {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  const rest = url.slice((scheme?.length ?? -1) + 1)
  if (scheme === "sqlite" && rest !== "") return sqliteEngine(rest, options.sqlite, observers)
  if (scheme === "postgres" || scheme === "postgresql")
    return new PostgresEngine(postgresSettings(url, options.postgres), observers)
  if (scheme === "mysql" || scheme === "mariadb") return new MysqlEngine(mysqlSettings(url, options.mysql), observers)
  const found = scheme ? `"${scheme}:" is no engine that Maru knows` : "it has no scheme"
  throw new StartError("settings-invalid", `The database's URL does not work: ${found}. Write sqlite:./data/app.db.`)
}

function sqliteEngine(rest: string, options: SqliteOptions | undefined, observers: Observers): Engine {
  const file = rest === ":memory:" ? rest : resolve(rest.startsWith("//") ? rest.slice(2) : rest)
  const defaults = { writersWaiting: 1000, writerWait: 5000, transactionTime: 5000 }
  return new SqliteEngine({ ...defaults, ...options, file }, observers)
}
