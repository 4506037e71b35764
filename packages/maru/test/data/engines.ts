import { randomUUID } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createConnection } from "mysql2/promise"
import { Client } from "pg"
import { describe } from "vitest"

/** A kind of database that a suite runs on. */
export interface TestEngine {
  readonly name: string
  /** Name of its dialect. */
  readonly dialect: "sqlite" | "postgres" | "mysql"
  /** Makes an empty database of its own. */
  create(): Promise<TestUrl>
}

export interface TestUrl {
  readonly url: string
  /** Removes the database; it has to be closed. Does nothing where it is gone already. */
  drop(): Promise<void>
}

const memory: TestEngine = {
  name: "SQLite in memory",
  dialect: "sqlite",
  create: () => Promise.resolve({ url: "sqlite::memory:", drop: () => Promise.resolve() }),
}

const file: TestEngine = {
  name: "SQLite in a file",
  dialect: "sqlite",
  async create() {
    const folder = await mkdtemp(join(tmpdir(), "maru-data-"))
    return {
      url: `sqlite:${join(folder, "deep", "test.db")}`,
      drop: () => rm(folder, { recursive: true, force: true }),
    }
  },
}

const mysql: TestEngine = {
  name: "MySQL",
  dialect: "mysql",
  async create() {
    const name = `maru_test_${randomUUID().slice(0, 13).replace("-", "")}`
    await onMysql(`CREATE DATABASE ${name}`)
    const url = Object.assign(new URL(process.env["MYSQL_URL"]!), { pathname: `/${name}` }).href
    return { url, drop: () => onMysql(`DROP DATABASE IF EXISTS ${name}`) }
  },
}

async function onMysql(sql: string): Promise<void> {
  const connection = await createConnection(process.env["MYSQL_URL"]!)
  await connection.query(sql)
  await connection.end()
}

const postgres: TestEngine = {
  name: "PostgreSQL",
  dialect: "postgres",
  create: () => createSchema(process.env["POSTGRES_URL"]!),
}

/** A schema of its own, in which all names are looked for. */
async function createSchema(server: string): Promise<TestUrl> {
  const name = `maru_test_${randomUUID().slice(0, 13).replace("-", "")}`
  const run = async (sql: string): Promise<void> => {
    const client = new Client(server)
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await run(`CREATE SCHEMA ${name}`)
  const url = new URL(server)
  url.searchParams.set("options", `-c search_path=${name}`)
  return { url: url.href, drop: () => run(`DROP SCHEMA IF EXISTS ${name} CASCADE`) }
}

/** Those that can be reached. `npm test` says plainly which it left out. */
export const engines: readonly TestEngine[] = [
  memory,
  file,
  ...(process.env["POSTGRES_URL"] ? [postgres] : []),
  ...(process.env["MYSQL_URL"] ? [mysql] : []),
]

/** Describes the same for every engine. */
export function eachEngine(suite: (engine: TestEngine) => void): void {
  for (const engine of engines) describe(`on ${engine.name}`, () => suite(engine))
}
