import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type DatabaseOptions, connect, migration } from "../../src/data.ts"

let root: string
let folder: string
let file: string
let made = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "maru-migrations-"))
})
afterAll(() => rm(root, { recursive: true, force: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(root, "m-"))
  file = join(root, `${made++}.db`)
})

const write = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql)

async function run<T = unknown>(sql: string, options: DatabaseOptions = { migrations: folder }): Promise<readonly T[]> {
  const database = connect(`sqlite:${file}`, options)
  try {
    await database.start()
    await using db = database.session()
    return await db.sql<T>(Object.assign([sql], { raw: [sql] }))
  } finally {
    await database.close()
  }
}

describe("migrations", () => {
  it("run in order, once, from a path or a URL", async () => {
    await write("0002_more.sql", "ALTER TABLE a ADD COLUMN y TEXT;")
    await write("0001_start.sql", "CREATE TABLE a (x TEXT); INSERT INTO a VALUES ('one');")
    await write("notes.txt", "no migration")
    expect(await run("SELECT x, y FROM a")).toEqual([{ x: "one", y: null }])
    expect(await run("SELECT x FROM a", { migrations: pathToFileURL(`${folder}/`) })).toHaveLength(1)
    await write("0003_data.sql", "INSERT INTO a VALUES ('two', 'y');")
    expect(await run("SELECT x FROM a ORDER BY x")).toEqual([{ x: "one" }, { x: "two" }])
    const rows = await run<{ name: string; checksum: string; applied_at: string }>(`SELECT * FROM _maru_migrations`)
    expect(rows.map(({ name }) => name)).toEqual(["0001_start.sql", "0002_more.sql", "0003_data.sql"])
    expect(rows[0]!.checksum).toMatch(/^[0-9a-f]{64}$/)
    expect(rows[0]!.applied_at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  it("that fail leave things as they were, those before them stay", async () => {
    await write("0001_start.sql", "CREATE TABLE a (x TEXT);")
    await write("0002_bad.sql", "CREATE TABLE b (x TEXT); INSERT INTO a VALUES ('half'); CREATE TABEL c;")
    await expect(run("SELECT 1")).rejects.toMatchObject({
      code: "migration-failed",
      message: expect.stringContaining(`0002_bad.sql could not be applied: near "TABEL"`) as string,
    })
    await write("0002_bad.sql", "CREATE TABLE b (x TEXT);")
    expect(await run("SELECT count(*) AS n FROM a")).toEqual([{ n: 0 }])
  })

  it("that were changed, lost or came late are refused", async () => {
    await write("0001_start.sql", "CREATE TABLE a (x TEXT);")
    await write("0003_more.sql", "CREATE TABLE c (x TEXT);")
    await run("SELECT 1")
    await write("0001_start.sql", "CREATE TABLE a (x TEXT);\r\n".replace("\r\n", ""))
    await run("SELECT 1")
    await write("0001_start.sql", "CREATE TABLE a (y TEXT);")
    await expect(run("SELECT 1")).rejects.toThrow("0001_start.sql was changed after it had been applied")
    await write("0001_start.sql", "CREATE TABLE a (x TEXT);")
    await write("0002_late.sql", "CREATE TABLE b (x TEXT);")
    await expect(run("SELECT 1")).rejects.toThrow("0002_late.sql comes before 0003_more.sql")
    await rm(join(folder, "0002_late.sql"))
    await rm(join(folder, "0003_more.sql"))
    await expect(run("SELECT 1")).rejects.toThrow("0003_more.sql was applied to this database, but is not")
  })

  it("read the same with other line ends", async () => {
    await write("0001_start.sql", "CREATE TABLE a (\nx TEXT);\n")
    await run("SELECT 1")
    await write("0001_start.sql", "CREATE TABLE a (\r\nx TEXT);\r\n")
    await run("SELECT 1")
  })

  it("have names in order and without doubt", async () => {
    await write("start.sql", "SELECT 1;")
    await expect(run("SELECT 1")).rejects.toThrow("start.sql is not named like 0001_start.sql")
    await rm(join(folder, "start.sql"))
    await write("0001_a.sql", "SELECT 1;")
    await write("0001_b.sql", "SELECT 1;")
    await expect(run("SELECT 1")).rejects.toThrow("0001_a.sql and 0001_b.sql have one number")
    await expect(run("SELECT 1", { migrations: join(folder, "none") })).rejects.toThrow("cannot be read")
  })

  it("cannot end the transaction they run in", async () => {
    await write("0001_start.sql", "CREATE TABLE a (x TEXT); COMMIT;")
    await expect(run("SELECT 1")).rejects.toThrow("leave out BEGIN, COMMIT and ROLLBACK")
  })

  it("may rebuild a table that others refer to, but not break what refers to it", async () => {
    const start = `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE);
      INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);`
    await write("0001_start.sql", start)
    await write(
      "0002_rebuild.sql",
      "CREATE TABLE q (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO q SELECT id, 'x' FROM p; DROP TABLE p; ALTER TABLE q RENAME TO p;",
    )
    expect(await run("SELECT (SELECT count(*) FROM c) AS c, (SELECT n FROM p) AS n")).toEqual([{ c: 1, n: "x" }])
    await write("0003_break.sql", "DELETE FROM p;")
    await expect(run("SELECT 1")).rejects.toThrow(`rows of "c" would refer to rows of "p" that do not exist`)
    await rm(join(folder, "0003_break.sql"))
    expect(await run("SELECT count(*) AS n FROM p")).toEqual([{ n: 1 }])
  })

  it("run once when several start together", async () => {
    const migrations = [migration("0001_a.sql", "CREATE TABLE a (x TEXT); INSERT INTO a VALUES ('once');")]
    const all = Array.from({ length: 4 }, () => connect(`sqlite:${file}`, { migrations }))
    await Promise.all(all.map((database) => database.start()))
    await using db = all[3]!.session()
    expect(await db.sql`SELECT * FROM a`).toEqual([{ x: "once" }])
    await Promise.all(all.map((database) => database.close()))
  })
})

describe("the URL of a database", () => {
  it.each([
    ["oracle://user:hunter2@host/db", `"oracle:" is no engine`],
    ["board.db", "it has no scheme"],
    ["sqlite:", `"sqlite:" is no engine`],
  ])("%s is refused without being told", (url, message) => {
    expect(() => connect(url)).toThrow(message)
    expect(() => connect(url)).not.toThrow("hunter2")
  })
})
