import type { InsertStep, Statement, Step } from "../../engine.ts"
import { type Reply, rowsOf } from "./connection/connection.ts"
import type { ResultHeader } from "./connection/driver.ts"
import { numberOf } from "./connection/parameters.ts"
import type { Server } from "./connection/server.ts"
import { mysql } from "./dialect.ts"

/** Most rows, and about the most bytes, of one statement. */
const mostRows = 128
const mostBytes = 1 << 20
/** The server cannot count further than 16 bits. */
const mostParameters = 65_535

type Run = (statement: Statement, parameters: readonly unknown[]) => Promise<Reply>

/** Statements for 1, 2, 4, 8 ... rows, by the statement for one row and the kind of server. */
const compiled = new WeakMap<Statement, Map<string, Statement>>()

/**
 * Writes the rows of a step with as few statements as their sizes allow. Statements have a power of two
 * of rows each, so that there are few to prepare.
 */
export async function insertRows(step: Step, insert: InsertStep, server: Server, run: Run): Promise<void> {
  const most = Math.min(mostRows, Math.floor(mostParameters / Math.max(1, insert.columns.length)))
  let next = 0
  while (next < step.count) {
    const rows = takeRows(step, next, most)
    for (let start = 0; start < rows.length;) {
      const size = 2 ** Math.floor(Math.log2(rows.length - start))
      const statement = statementFor(step, insert, size, server)
      const reply = await run(statement, rows.slice(start, start + size).flat())
      for (let row = 0; row < size; row++) {
        step.done(next + start + row, { changes: 1, key: insert.generated ? keyOf(reply, row, server) : 0 })
      }
      start += size
    }
    next += rows.length
  }
}

function takeRows(step: Step, first: number, most: number): (readonly unknown[])[] {
  const rows: (readonly unknown[])[] = []
  for (let bytes = 0; rows.length < most && first + rows.length < step.count && bytes < mostBytes;) {
    const row = step.parameters(first + rows.length)
    for (const value of row) bytes += sizeOf(value)
    rows.push(row)
  }
  return rows
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length
  return value instanceof Uint8Array ? value.byteLength : 8
}

function statementFor(step: Step, insert: InsertStep, size: number, server: Server): Statement {
  if (size === 1 && !(insert.generated && server.mariadb)) return step.statement
  const known = compiled.get(step.statement) ?? new Map<string, Statement>()
  compiled.set(step.statement, known)
  const key = `${size} ${server.mariadb}`
  const statement = known.get(key) ?? compile(step, insert, size, server)
  known.set(key, statement)
  return statement
}

function compile({ table, statement }: Step, insert: InsertStep, size: number, { mariadb }: Server): Statement {
  const names = insert.columns.map(({ name }) => mysql.quote(name)).join(", ")
  const row = `(${insert.columns.map(() => "?").join(", ")})`
  const back = insert.generated && mariadb ? ` RETURNING ${mysql.quote(insert.generated.name)}` : ""
  const sql = `INSERT INTO ${mysql.quote(table.name)} (${names}) VALUES ${Array(size).fill(row).join(", ")}${back}`
  const hidden = statement.hidden && Array<readonly boolean[]>(size).fill(statement.hidden).flat()
  return Object.freeze({ sql, hidden })
}

/**
 * MariaDB returns the keys. MySQL tells the first one; those of one INSERT follow each other at the distance
 * that the server was set to.
 */
function keyOf(reply: Reply, row: number, server: Server): number | bigint {
  if (server.mariadb) return numberOf(rowsOf(reply)[row]![0] as number | string)
  const first = numberOf((reply.result as ResultHeader).insertId)
  const distance = row * server.increment
  return typeof first === "bigint" ? first + BigInt(distance) : first + distance
}
