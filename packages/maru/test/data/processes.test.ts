import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { Book, Writer, libraryFile, writer } from "./library.ts"

const program = fileURLToPath(new URL("./writer-process.ts", import.meta.url))

function start(file: string, mode: "count" | "insert") {
  return spawn(process.execPath, [program, file, mode], { stdio: ["ignore", "pipe", "inherit"] })
}

describe("several processes on one file", () => {
  it("that read, wait and write under a lock all succeed and lose nothing", async () => {
    await using database = await libraryFile()
    await using db = database.session()
    db.add(new Book({ title: "Counter", writer: writer("Ada"), pages: 1 }))
    await db.commit()
    const codes = await Promise.all(
      [1, 2, 3, 4].map(async () => (await once(start(database.file, "count"), "exit"))[0]),
    )
    expect(codes).toEqual([0, 0, 0, 0])
    expect((await db.refresh((await db.get(Book, 1))!)).pages).toBe(1 + 64)
  }, 30_000)

  it("keep what was acknowledged when one is killed, and nothing by halves", async () => {
    await using database = await libraryFile()
    for (let round = 0; round < 3; round++) {
      const child = start(database.file, "insert")
      let said = ""
      child.stdout.on("data", (text: Buffer) => (said += text.toString()))
      while (!said.includes("\n")) await sleep(5)
      await sleep(20 + 15 * round)
      child.kill("SIGKILL")
      await once(child, "close")
      const acknowledged = said.slice(0, said.lastIndexOf("\n")).split("\n")
      await using db = database.session()
      expect(
        await db
          .query(Writer)
          .where({ name: { in: acknowledged } })
          .count(),
      ).toBe(acknowledged.length)
      expect(await db.query(Writer).count()).toBe(await db.query(Book).count())
      expect(await db.sql`SELECT integrity_check AS ok FROM pragma_integrity_check`).toEqual([{ ok: "ok" }])
    }
  }, 30_000)
})
