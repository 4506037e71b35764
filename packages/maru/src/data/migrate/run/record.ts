import type { Dialect } from "../../dialects/dialect.ts"
import type { DialectName } from "../../dialects/schemas.ts"
import type { SchemaConnection } from "../../schema-connection.ts"
import type { Applied } from "./pending.ts"

/** A migration that was begun on an engine that cannot undo it, and has not come to its end. */
export interface UnderWay {
  readonly name: string
  readonly direction: "up" | "down"
  /** Statements of it that have been run. */
  readonly done: number
}

/** What a database remembers of its migrations. */
export interface Records {
  readonly applied: readonly (Applied & { readonly at: string })[]
  readonly underWay: UnderWay | undefined
}

const tables: Readonly<Record<DialectName, string>> = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_maru_migrations" (
  "name" TEXT PRIMARY KEY,
  "checksum" TEXT NOT NULL,
  "applied_at" TEXT NOT NULL
) STRICT`,
  postgres: `CREATE TABLE IF NOT EXISTS "_maru_migrations" (
  "name" text PRIMARY KEY,
  "checksum" text NOT NULL,
  "applied_at" text NOT NULL
)`,
  // What is under way is remembered too: this engine cannot undo it.
  mysql: `CREATE TABLE IF NOT EXISTS \`_maru_migrations\` (
  \`name\` varchar(255) PRIMARY KEY,
  \`checksum\` varchar(64) NOT NULL,
  \`applied_at\` varchar(30) NOT NULL,
  \`direction\` varchar(4) NULL,
  \`done\` int NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4`,
}

const exists: Readonly<Record<DialectName, string>> = {
  sqlite: `SELECT 1 FROM sqlite_schema WHERE name = '_maru_migrations'`,
  postgres: `SELECT 1 FROM pg_class WHERE relname = '_maru_migrations' AND relnamespace = current_schema()::regnamespace`,
  mysql: `SELECT 1 FROM information_schema.tables WHERE table_schema = database() AND table_name = '_maru_migrations'`,
}

/** The table of applied migrations. */
export class MigrationRecord {
  readonly #connection: SchemaConnection
  readonly #dialect: Dialect
  readonly #table: string

  constructor(connection: SchemaConnection, dialect: Dialect) {
    this.#connection = connection
    this.#dialect = dialect
    this.#table = dialect.quote("_maru_migrations")
  }

  /** Makes the table if there is none. */
  async create(): Promise<void> {
    if (!(await this.#exists())) await this.#connection.script(tables[this.#dialect.name])
  }

  async read(): Promise<Records> {
    if (!(await this.#exists())) return { applied: [], underWay: undefined }
    const counted = this.#connection.transactional ? "" : ", direction, done"
    const rows = await this.#connection.rows(
      `SELECT name, checksum, applied_at${counted} FROM ${this.#table} ORDER BY name`,
    )
    const open = rows.find(([, , , direction]) => direction !== null && direction !== undefined)
    const applied = rows
      .filter((row) => row !== open)
      .map((row) => {
        const [name, checksum, at] = row.map(String) as [string, string, string]
        return { name, checksum, at }
      })
    if (!open) return { applied, underWay: undefined }
    const direction = open[3] === "down" ? "down" : "up"
    return { applied, underWay: { name: String(open[0]), direction, done: Number(open[4]) } }
  }

  async add({ name, checksum }: Applied): Promise<void> {
    await this.#run(`INSERT INTO ${this.#table} (name, checksum, applied_at) VALUES (?, ?, ?)`, [
      name,
      checksum,
      new Date().toISOString(),
    ])
  }

  async remove(name: string): Promise<void> {
    await this.#run(`DELETE FROM ${this.#table} WHERE name = ?`, [name])
  }

  /** Remembers how far a migration is that cannot be undone. */
  async progress({ name, direction, done }: UnderWay): Promise<void> {
    await this.#run(`UPDATE ${this.#table} SET direction = ?, done = ? WHERE name = ?`, [direction, done, name])
  }

  /** A migration that was under way has come to its end. */
  async finish({ name, checksum }: Applied): Promise<void> {
    const at = new Date().toISOString()
    const set = "checksum = ?, applied_at = ?, direction = NULL, done = NULL"
    await this.#run(`UPDATE ${this.#table} SET ${set} WHERE name = ?`, [checksum, at, name])
  }

  /** A migration that was to be taken back stays as it is. */
  async settle(name: string): Promise<void> {
    await this.#run(`UPDATE ${this.#table} SET direction = NULL, done = NULL WHERE name = ?`, [name])
  }

  async #exists(): Promise<boolean> {
    return (await this.#connection.rows(exists[this.#dialect.name])).length > 0
  }

  async #run(sql: string, parameters: readonly unknown[]): Promise<void> {
    await this.#connection.rows(this.#dialect.text.finish(sql), parameters)
  }
}
