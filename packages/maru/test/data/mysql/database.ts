import { randomUUID } from "node:crypto"
import { createConnection } from "mysql2/promise"
import { describe } from "vitest"
import { z } from "zod"
import {
  type Database,
  type DatabaseOptions,
  belongsTo,
  connect,
  hasMany,
  manyToMany,
  model,
  primaryKey,
  unique,
} from "../../../src/data.ts"

const server = process.env["MYSQL_URL"]

/** Describes what needs a server, and skips it where `MYSQL_URL` names none. */
export const describeMysql: typeof describe.skip = server ? describe : describe.skip

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
  get labels() {
    return manyToMany(Label, { through: "account_labels", inverse: "accounts" })
  },
}) {}

export class Label extends model("labels", {
  name: primaryKey(z.string()),
  get accounts() {
    return manyToMany(Account, { through: "account_labels", inverse: "labels" })
  },
}) {}

const tables = [
  "CREATE TABLE owners (id BIGINT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL, UNIQUE KEY one_name (name))",
  `CREATE TABLE accounts (id BIGINT PRIMARY KEY AUTO_INCREMENT, title LONGTEXT NOT NULL, balance BIGINT NOT NULL,
    owner_id BIGINT, CONSTRAINT solvent CHECK (balance >= 0), FOREIGN KEY (owner_id) REFERENCES owners (id))`,
  "CREATE TABLE labels (name VARCHAR(20) PRIMARY KEY)",
  `CREATE TABLE account_labels (account_id BIGINT NOT NULL, label_id VARCHAR(20) NOT NULL,
    PRIMARY KEY (account_id, label_id), FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
    FOREIGN KEY (label_id) REFERENCES labels (name) ON DELETE CASCADE)`,
]

/** A database of one's own on the server. */
export interface Fresh extends AsyncDisposable {
  readonly url: string
  readonly database: Database
  /** Runs a statement as somebody else, on a connection of their own. */
  other(sql: string): Promise<unknown[][]>
  /** Numbers of the connections of our own, as the server counts them. */
  threads(): Promise<number[]>
  /** Waits until somebody runs a statement that begins so, and tells their numbers. */
  running(text: string): Promise<number[]>
}

/** The tables above, and others, in a database that is removed when disposed of. */
export async function fresh(options: DatabaseOptions = {}, more: readonly string[] = []): Promise<Fresh> {
  const name = `maru_test_${randomUUID().slice(0, 8)}`
  const others = await createConnection({ uri: server!, rowsAsArray: true, disableEval: true })
  const other = async (sql: string): Promise<unknown[][]> => (await others.query(sql))[0] as unknown[][]
  await other(
    `CREATE DATABASE ${name} CHARACTER SET utf8mb4 /*M! COLLATE utf8mb4_nopad_bin */ /*!80017 COLLATE utf8mb4_0900_bin */`,
  )
  await other(`USE ${name}`)
  for (const sql of [...tables, ...more]) await other(sql)
  const url = Object.assign(new URL(server!), { pathname: `/${name}` }).href
  const database = connect(url, options)
  return {
    url,
    database,
    other,
    async threads() {
      const found = await other(
        `SELECT id FROM information_schema.processlist WHERE db = '${name}' AND id <> CONNECTION_ID() ORDER BY id`,
      )
      return found.map(([id]) => Number(id))
    },
    async running(text) {
      for (;;) {
        const found = await other(
          `SELECT id FROM information_schema.processlist WHERE db = '${name}' AND info LIKE '${text}%'`,
        )
        if (found.length > 0) return found.map(([id]) => Number(id))
      }
    },
    async [Symbol.asyncDispose]() {
      await database.close()
      await other(`DROP DATABASE ${name}`)
      await others.end()
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
