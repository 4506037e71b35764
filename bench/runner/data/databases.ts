import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { Client } from "pg"
import { type TableRows, postgresTables, sqliteTables, tableRows } from "../../data/tables.ts"

/** A database with all rows that is copied for each process, so that none finds what another has written. */
export interface Template {
  /** File or URL of a fresh copy; the one before is gone then. */
  copy(): Promise<string>
  remove(): Promise<void>
}

// Beside the results and not in the folder for temporary files, which may be in memory: a commit has to reach a disk.
const place = fileURLToPath(new URL("../../results/raw/", import.meta.url))

/** @param more statements that add to the tables and rows of the suite `data` */
export function sqliteTemplate(more = ""): Template {
  mkdirSync(place, { recursive: true })
  const folder = mkdtempSync(`${place}data-`)
  const [template, copy] = [`${folder}/template.db`, `${folder}/copy.db`]
  const db = new DatabaseSync(template)
  db.exec("PRAGMA journal_mode = WAL")
  db.exec(sqliteTables)
  db.exec("BEGIN")
  for (const { table, columns, rows } of tableRows()) {
    const marks = columns.map(() => "?").join(", ")
    const insert = db.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${marks})`)
    for (const row of rows) insert.run(...row)
  }
  db.exec(more)
  db.exec("COMMIT")
  db.close()
  return {
    async copy() {
      for (const suffix of ["", "-wal", "-shm"]) rmSync(copy + suffix, { force: true })
      copyFileSync(template, copy)
      return copy
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** @param url of a server on which databases may be made */
export async function postgresTemplate(url: string): Promise<Template> {
  const name = `maru_bench_${process.pid}`
  const copyUrl = withDatabase(url, `${name}_copy`)
  const admin = new Client(url)
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  await fill(withDatabase(url, name))
  const drop = (database: string): Promise<unknown> => admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  return {
    async copy() {
      await drop(`${name}_copy`)
      await admin.query(`CREATE DATABASE ${name}_copy TEMPLATE ${name}`)
      return copyUrl
    },
    async remove() {
      await drop(`${name}_copy`)
      await drop(name)
      await admin.end()
    },
  }
}

async function fill(url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(postgresTables)
    for (const rows of tableRows()) await fillTable(client, rows)
    for (const table of ["users", "posts"]) {
      await client.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT MAX(id) FROM ${table}))`)
    }
    await client.query("VACUUM ANALYZE")
  } finally {
    await client.end()
  }
}

async function fillTable(client: Client, { table, columns, rows }: TableRows): Promise<void> {
  const size = 1000
  for (let begin = 0; begin < rows.length; begin += size) {
    const part = rows.slice(begin, begin + size)
    const tuples = part.map((_, row) => `(${columns.map((_, place) => `$${row * columns.length + place + 1}`).join()})`)
    await client.query(`INSERT INTO ${table} (${columns.join()}) VALUES ${tuples.join()}`, part.flat())
  }
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
