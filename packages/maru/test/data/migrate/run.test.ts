import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { DatabaseSync } from "node:sqlite"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { connect } from "../../../src/data.ts"
import { applyMigrations, migrationState, revertMigrations } from "../../../src/data/migrate/run/run.ts"
import { type TestDatabase, servers } from "./servers.ts"

const program = fileURLToPath(new URL("./migrating-process.ts", import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "maru-run-"))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (name: string, sql: string): Promise<void> => writeFile(join(folder, name), sql)
const start = "CREATE TABLE one (x VARCHAR(20)); INSERT INTO one VALUES ('first');"

const values = async (database: TestDatabase, sql: string): Promise<unknown[]> =>
  (await database.schema((connection) => connection.rows(sql))).map(([value]) => value)

const names = async (database: TestDatabase): Promise<readonly string[]> =>
  (await migrationState(database.engine, folder)).applied.map(({ name }) => name)

describe.each(servers)("migrations on $name", (server) => {
  describe.skipIf(server.missing)("that are run", () => {
    it("go up and down again, one by one", async () => {
      await using database = await server.create()
      await write("0001_start.sql", start)
      await write("0001_start.down.sql", "DROP TABLE one;")
      await write("0002_two.sql", "CREATE TABLE two (x INT);")
      await write("0002_two.down.sql", "DROP TABLE two;")
      const done: string[] = []
      await applyMigrations(database.engine, folder, { done: (name) => done.push(name) })
      expect(done).toEqual(["0001_start.sql", "0002_two.sql"])
      await revertMigrations(database.engine, folder)
      expect(await names(database)).toEqual(["0001_start.sql"])
      expect(await values(database, "SELECT x FROM one")).toEqual(["first"])
      await expect(values(database, "SELECT x FROM two")).rejects.toThrow("two")
      await applyMigrations(database.engine, folder)
      await revertMigrations(database.engine, folder, { count: 9 })
      expect(await names(database)).toEqual([])
      await rm(join(folder, "0002_two.down.sql"))
      await applyMigrations(database.engine, folder)
      await expect(revertMigrations(database.engine, folder)).rejects.toThrow("there is no file 0002_two.down.sql")
      expect(await names(database)).toHaveLength(2)
    })

    it("have files of their own in a folder that is divided", async () => {
      await using database = await server.create()
      await mkdir(join(folder, server.name))
      await write(`${server.name}/0001_start.sql`, start)
      const open = connect(database.url, { migrations: folder })
      await open.start()
      await open.close()
      expect(await values(database, "SELECT x FROM one")).toEqual(["first"])
      await rm(join(folder, server.name), { recursive: true })
      await mkdir(join(folder, server.name === "sqlite" ? "mysql" : "sqlite"))
      await expect(applyMigrations(database.engine, folder)).rejects.toThrow(`Make the sub-folder ${server.name}`)
    })

    it("can be only checked, or left alone, at the start", async () => {
      await using database = await server.create()
      await write("0001_start.sql", start)
      const begin = async (migrate: "apply" | "check" | "none"): Promise<void> => {
        const open = connect(database.url, { migrations: folder, migrate })
        await open.start()
        await open.close()
      }
      await begin("none")
      await expect(begin("check")).rejects.toMatchObject({
        code: "migration-pending",
        message: `The database is behind the application: 0001_start.sql has not been applied. Run "maru migrate up".`,
      })
      await begin("apply")
      await begin("check")
    })

    it("run once when several processes start together", async () => {
      await using database = await server.create()
      await write("0001_start.sql", "CREATE TABLE one (x VARCHAR(20));")
      for (const number of [2, 3, 4]) await write(`000${number}_row.sql`, `INSERT INTO one VALUES ('row ${number}');`)
      const processes = Array.from({ length: 4 }, () => spawn(process.execPath, [program, database.url, folder]))
      const codes = await Promise.all(processes.map(async (child) => (await once(child, "exit"))[0] as number))
      expect(codes).toEqual([0, 0, 0, 0])
      expect(await values(database, "SELECT x FROM one ORDER BY x")).toEqual(["row 2", "row 3", "row 4"])
    })

    it("say what they refuse: transactions of their own", async () => {
      await using database = await server.create()
      await write("0001_start.sql", `${start}\n-- the end\nCOMMIT;`)
      await expect(applyMigrations(database.engine, folder)).rejects.toThrow("leave out BEGIN, COMMIT and ROLLBACK")
      expect(await names(database)).toEqual([])
    })
  })

  const transactional = server.name !== "mysql"

  it.skipIf(server.missing || !transactional)("leave things as they were when they fail", async () => {
    await using database = await server.create()
    await write("0001_start.sql", start)
    await write("0002_bad.sql", "CREATE TABLE two (x INT); INSERT INTO one VALUES ('half'); CREATE TABEL three;")
    await expect(applyMigrations(database.engine, folder)).rejects.toThrow(
      /0002_bad.sql could not be applied: .*TABEL.* It has changed nothing\./,
    )
    expect(await names(database)).toEqual(["0001_start.sql"])
    expect(await values(database, "SELECT x FROM one")).toEqual(["first"])
    await write("0002_bad.sql", "CREATE TABLE two (x INT);")
    await applyMigrations(database.engine, folder)
    await write("0002_bad.down.sql", "DELETE FROM one; DROP TABEL two;")
    await expect(revertMigrations(database.engine, folder)).rejects.toThrow("0002_bad.sql could not be taken back")
    expect(await values(database, "SELECT x FROM one")).toEqual(["first"])
  })

  it.skipIf(server.missing || !transactional)("leave nothing when their process is killed", async () => {
    await using database = await server.create()
    await write("0001_start.sql", start)
    await applyMigrations(database.engine, folder)
    await write("0002_long.sql", `CREATE TABLE two (x INT); INSERT INTO one VALUES ('half'); ${endless(server.name)};`)
    await killedWhile(database, () => isWriting(database, server.name))
    await rm(join(folder, "0002_long.sql"))
    expect(await names(database)).toEqual(["0001_start.sql"])
    expect(await values(database, "SELECT x FROM one")).toEqual(["first"])
    await write("0002_two.sql", "CREATE TABLE two (x INT);")
    await applyMigrations(database.engine, folder)
  })

  describe.skipIf(server.missing || transactional)("that cannot be undone", () => {
    it("say which statement failed and what has been done, and can be gone on with", async () => {
      await using database = await server.create()
      await write(
        "0001_start.sql",
        `${start}\nCREATE TABLE two (x INT);\nINSERT INTO three VALUES (1);\nCREATE TABLE four (x INT);`,
      )
      const failure = applyMigrations(database.engine, folder)
      await expect(failure).rejects.toThrow(/Table '.*three' doesn't exist/)
      await expect(failure).rejects.toThrow(
        "It was statement 4 of 5:\n\nINSERT INTO three VALUES (1)\n\nStatements 1 to 3 have been run",
      )
      await expect(failure).rejects.toThrow(`"maru migrate up --resume-at 4"`)
      const { underWay } = await migrationState(database.engine, folder)
      expect(underWay).toEqual({ name: "0001_start.sql", direction: "up", done: 3 })
      await expect(applyMigrations(database.engine, folder)).rejects.toThrow("0001_start.sql was left under way")
      const open = connect(database.url, { migrations: folder, migrate: "check" })
      await expect(open.start()).rejects.toThrow("was left under way")
      await write(
        "0001_start.sql",
        `${start}\nCREATE TABLE two (x INT);\nCREATE TABLE three (x INT);\nCREATE TABLE four (x INT);`,
      )
      await applyMigrations(database.engine, folder, { resumeAt: 4 })
      expect(await names(database)).toEqual(["0001_start.sql"])
      expect(await values(database, "SELECT count(*) FROM four")).toEqual([0])
      await expect(applyMigrations(database.engine, folder, { resumeAt: 2 })).rejects.toThrow(
        "there is none to go on with",
      )
    })

    it("have changed nothing when the first statement fails", async () => {
      await using database = await server.create()
      await write("0001_start.sql", "CREATE TABEL one (x INT); CREATE TABLE two (x INT);")
      await expect(applyMigrations(database.engine, folder)).rejects.toThrow("so nothing has been changed")
      await write("0001_start.sql", start)
      await write("0001_start.down.sql", "DROP TABLE nothing; DROP TABLE one;")
      await applyMigrations(database.engine, folder)
      await expect(revertMigrations(database.engine, folder)).rejects.toThrow("so nothing has been changed")
      expect(await names(database)).toEqual(["0001_start.sql"])
    })

    it("are noticed when their process is killed", async () => {
      await using database = await server.create()
      await write("0001_start.sql", `${start}\nSELECT SLEEP(1000);\nCREATE TABLE two (x INT);`)
      await killedWhile(database, () => isWriting(database, server.name))
      await expect(applyMigrations(database.engine, folder)).rejects.toThrow("Statements 1 to 2 have been run")
      await applyMigrations(database.engine, folder, { resumeAt: 4 })
      expect(await values(database, "SELECT count(*) FROM two")).toEqual([0])
    })

    it("may have statements with semicolons in them", async () => {
      await using database = await server.create()
      await write(
        "0001_start.sql",
        `CREATE TABLE one (x INT); -- a comment; with a semicolon
DELIMITER //
CREATE TRIGGER grow BEFORE INSERT ON one FOR EACH ROW BEGIN SET NEW.x = NEW.x + 1; SET NEW.x = NEW.x * 2; END//
DELIMITER ;
INSERT INTO one VALUES (1); /* ; */`,
      )
      await applyMigrations(database.engine, folder)
      expect(await values(database, "SELECT x FROM one")).toEqual([4])
    })
  })
})

/** A statement that no test waits for. */
function endless(name: string): string {
  if (name === "postgres") return "SELECT pg_sleep(1000)"
  return "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1000000000000) INSERT INTO one SELECT count(*) FROM n"
}

/** Whether another process is in the middle of its migration. */
async function isWriting(database: TestDatabase, name: string): Promise<boolean> {
  if (name === "postgres") {
    const sql =
      "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(1000)%' AND pid <> pg_backend_pid()"
    return Number((await others(database, sql))[0]) > 0
  }
  if (name === "mysql") {
    const sql =
      "SELECT count(*) FROM information_schema.processlist WHERE info = 'SELECT SLEEP(1000)' AND db = database()"
    return Number((await others(database, sql))[0]) > 0
  }
  const driver = new DatabaseSync(database.url.replace("sqlite:", ""), { timeout: 0 })
  try {
    driver.exec("BEGIN IMMEDIATE; ROLLBACK")
    return false
  } catch {
    return true
  } finally {
    driver.close()
  }
}

/** Reads while another process holds the lock of the schema. */
async function others({ engine }: TestDatabase, sql: string): Promise<readonly unknown[]> {
  const reader = engine.reader({ session: 0, signal: undefined, readOnly: true })
  return (await reader.row({ sql, hidden: undefined }, [])) ?? []
}

async function killedWhile(database: TestDatabase, ready: () => Promise<boolean>): Promise<void> {
  const child = spawn(process.execPath, [program, database.url, folder], { stdio: ["ignore", "ignore", "inherit"] })
  const exit = once(child, "exit")
  while (!(await ready())) {
    expect(child.exitCode).toBeNull()
    await sleep(20)
  }
  child.kill("SIGKILL")
  await exit
}
