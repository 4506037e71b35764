import { randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { engineOf } from "../../../src/data/dialects/engines.ts"
import type { DialectSchema } from "../../../src/data/dialects/dialect-schema.ts"
import { type DialectName, dialectSchemas } from "../../../src/data/dialects/schemas.ts"
import type { Engine, SchemaConnection } from "../../../src/data/engine.ts"
import { Observers } from "../../../src/data/observer.ts"

/** An engine that migrations are tested on. */
export interface Server {
  readonly name: DialectName
  readonly schema: DialectSchema
  /** The variable without which its tests are skipped. */
  readonly missing: string | undefined
  /** Makes a database of its own. */
  create(): Promise<TestDatabase>
}

/** An empty database, dropped when it is disposed of. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  readonly engine: Engine
  /** Works on a connection of its own, under the lock. */
  schema<T>(work: (connection: SchemaConnection) => Promise<T>): Promise<T>
  /** Drops everything in it. */
  clear(connection: SchemaConnection): Promise<void>
}

const { POSTGRES_URL, MYSQL_URL } = process.env

export const servers: readonly Server[] = [
  { name: "sqlite", schema: dialectSchemas.sqlite, missing: undefined, create: createFile },
  {
    name: "postgres",
    schema: dialectSchemas.postgres,
    missing: POSTGRES_URL ? undefined : "POSTGRES_URL",
    create: () => createOn(POSTGRES_URL!, (name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, clearPostgres),
  },
  {
    name: "mysql",
    schema: dialectSchemas.mysql,
    missing: MYSQL_URL ? undefined : "MYSQL_URL",
    create: () => createOn(MYSQL_URL!, (name) => `DROP DATABASE IF EXISTS ${name}`, clearMysql),
  },
]

async function createFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "maru-migrate-"))
  return opened(`sqlite:${join(folder, "test.db")}`, clearSqlite, () => rm(folder, { recursive: true, force: true }))
}

type Clear = TestDatabase["clear"]

async function createOn(server: string, drop: (name: string) => string, clear: Clear): Promise<TestDatabase> {
  const name = `maru_migrate_${randomBytes(4).toString("hex")}`
  const administer = async (sql: string): Promise<void> => {
    const engine = engineOf(server, {}, new Observers())
    await engine.open()
    await engine.schema((connection) => connection.script(sql))
    await engine.close()
  }
  await administer(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return opened(url.href, clear, () => administer(drop(name)))
}

async function opened(url: string, clear: Clear, drop: () => Promise<void>): Promise<TestDatabase> {
  const engine = engineOf(url, {}, new Observers())
  await engine.open()
  return {
    url,
    engine,
    schema: (work) => engine.schema(work),
    clear,
    async [Symbol.asyncDispose]() {
      await engine.close()
      await drop()
    },
  }
}

async function clearSqlite(connection: SchemaConnection): Promise<void> {
  const tables = await connection.rows(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
  )
  for (const [name] of tables) await connection.script(`DROP TABLE "${String(name)}"`)
}

async function clearPostgres(connection: SchemaConnection): Promise<void> {
  await connection.script("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
}

async function clearMysql(connection: SchemaConnection): Promise<void> {
  const tables = await connection.rows(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = database()",
  )
  await connection.script("SET foreign_key_checks = 0")
  for (const [name] of tables) await connection.script(`DROP TABLE \`${String(name)}\``)
  await connection.script("SET foreign_key_checks = 1")
}
