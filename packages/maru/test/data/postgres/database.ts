import { randomUUID } from "node:crypto"
import { Client } from "pg"
import { describe } from "vitest"
import { z } from "zod"
import {
  type AnyModel,
  type Database,
  type DatabaseOptions,
  belongsTo,
  connect,
  hasMany,
  model,
  migration,
  primaryKey,
  schemaSql,
  unique,
} from "../../../src/data.ts"

const server = process.env["POSTGRES_URL"]

/** Describes what needs a server, and skips it where `POSTGRES_URL` names none. */
export const describePostgres: typeof describe.skip = server ? describe : describe.skip

export class Owner extends model("owners", {
  id: primaryKey(),
  name: unique(z.string().min(1).max(50)),
  get accounts() {
    return hasMany(Account, "owner")
  },
}) {}

export class Account extends model("accounts", {
  id: primaryKey(),
  title: z.string(),
  balance: z.int().default(0),
  get owner() {
    return belongsTo(Owner, { nullable: true })
  },
}) {}

/** A database of one's own on the server. */
export interface Fresh extends AsyncDisposable {
  readonly url: string
  readonly database: Database
  /** Runs a statement as somebody else, on a connection of their own. */
  other(sql: string): Promise<unknown[][]>
  /** Numbers of the server's processes behind our connections. */
  processes(): Promise<number[]>
  /** Ends all our connections, as an administrator or a restart does. */
  kill(): Promise<void>
}

/** The tables above, or others, in a database that is removed when disposed of. */
export async function fresh(
  options: DatabaseOptions = {},
  tables: readonly AnyModel[] = [Owner, Account],
): Promise<Fresh> {
  const name = `maru_test_${randomUUID().slice(0, 8)}`
  const admin = new Client(server)
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  const url = Object.assign(new URL(server!), { pathname: `/${name}` }).href
  const others = new Client(url)
  await others.connect()
  const other = async (text: string): Promise<unknown[][]> => (await others.query({ text, rowMode: "array" })).rows
  const database = connect(url, { migrations: [migration("0001_s.sql", schemaSql(tables, "postgres"))], ...options })
  await database.start()
  const processes = async (): Promise<number[]> => {
    const ours = "application_name = 'maru' AND datname = current_database()"
    return (await other(`SELECT pid FROM pg_stat_activity WHERE ${ours} ORDER BY pid`)).map(([pid]) => Number(pid))
  }
  return {
    url,
    database,
    other,
    processes,
    async kill() {
      for (const pid of await processes()) await other(`SELECT pg_terminate_backend(${pid})`)
    },
    async [Symbol.asyncDispose]() {
      await database.close()
      await others.end()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
    },
  }
}

/** What a promise ends with, its value or its error. */
export function outcome(work: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(work).then(
    (value) => value,
    (error: unknown) => error,
  )
}

/** Asks until the answer is yes. */
export async function until(asked: () => Promise<boolean>): Promise<void> {
  while (!(await asked()));
}
