import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { type Database, connect, migration, model, primaryKey, schemaSql } from "../../src/data.ts"
import { App, type Provider, dependency, get, post, returns, signal } from "../../src/index.ts"
import { timeout } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"
import { type TestEngine, eachEngine } from "../data/engines.ts"

class Note extends model("notes", { id: primaryKey(), text: z.string() }) {}

/** A database of one connection, so that whoever comes next gets the one that was used before. */
async function home({ create, dialect }: TestEngine) {
  const { url, drop } = await create()
  const start = migration("0001_start.sql", schemaSql([Note], dialect))
  const one = { connections: 1 }
  const database = connect(url, { migrations: [start], postgres: one, mysql: one })
  await database.start()
  const close = async () => {
    await database.close()
    await drop()
  }
  return { database, url, [Symbol.asyncDispose]: close }
}

/** The request's unit of work, and when it is over. */
function unit(database: Database) {
  const over = Promise.withResolvers<void>()
  const db = dependency({ signal }, async function* ({ signal }) {
    try {
      await using session = database.session({ signal })
      yield session
      await session.commit()
    } finally {
      over.resolve()
    }
  })
  return { db, over: over.promise }
}

const seconds = 30
type Sessions = ReturnType<typeof unit>["db"]
type Session = Sessions extends Provider<infer T> ? T : never

/** A statement that takes long, or on SQLite, where all of them are short, a pause and one more statement. */
async function slowly(db: Session, dialect: TestEngine["dialect"], signal: AbortSignal): Promise<void> {
  if (dialect === "postgres") await db.sql`SELECT pg_sleep(${seconds})`
  else if (dialect === "mysql") await db.sql`SELECT SLEEP(${seconds})`
  else {
    while (!signal.aborted) await sleep(2)
    await db.sql`SELECT 1`
  }
}

eachEngine((engine) => {
  const appOf = (database: Database) => {
    const { db, over } = unit(database)
    const reports: unknown[] = []
    const errors: unknown[] = []
    const begun = Promise.withResolvers<void>()
    const slow = post("/slow", { db, signal }, returns(204), async ({ db, signal }) => {
      db.add(new Note({ text: "late" }))
      await db.flush()
      begun.resolve()
      await slowly(db, engine.dialect, signal).catch((error: unknown) => {
        errors.push(error)
        throw error
      })
    })
    const count = get("/count", { db }, returns(200, z.int()), ({ db }) => db.query(Note).count())
    return { slow, count, over, reports, errors, begun: begun.promise }
  }
  const report = (reports: unknown[]) => ({
    title: "Test",
    version: "1",
    report: ({ error }: { error: unknown }) => void reports.push(error),
  })

  describe("a unit of work with the request's signal", () => {
    it("is given up at the deadline: 503, no row, and the connection serves on", async () => {
      await using place = await home(engine)
      const { slow, count, over, reports, errors } = appOf(place.database)
      const app = new App(report(reports), [timeout(300), slow, count])
      const answer = await app.fetch(new Request("http://localhost/slow", { method: "POST" }))
      expect(answer.status).toBe(503)
      await over
      expect(errors).toMatchObject([{ code: "deadline-passed" }])
      expect(await (await app.fetch(new Request("http://localhost/count"))).json()).toBe(0)
      await using db = place.database.session()
      db.add(new Note({ text: "next" }))
      await db.commit()
      expect(await db.query(Note).count()).toBe(1)
      expect(reports).toEqual([])
    }, 20_000)

    it("is given up when the client leaves, which is no failure", async () => {
      await using place = await home(engine)
      const { slow, count, over, reports, errors, begun } = appOf(place.database)
      await using server = await serve(new App(report(reports), [slow, count]), { port: 0, report: () => {} })
      const client = new AbortController()
      const gone = fetch(`${server.url}/slow`, { method: "POST", signal: client.signal }).catch(() => "left")
      await begun
      await sleep(50)
      client.abort()
      expect(await gone).toBe("left")
      await over
      expect(errors).toMatchObject([{ name: "AbortError" }])
      expect(await (await fetch(`${server.url}/count`)).json()).toBe(0)
      expect(reports).toEqual([])
    }, 20_000)
  })
})

describe("the signal outside requests", () => {
  const app = new App({ title: "Test", version: "1" }, [])

  it("is the one that was given", async () => {
    const abort = new AbortController()
    const given = await app.run({ signal }, ({ signal }) => signal, { signal: abort.signal })
    expect(given).toBe(abort.signal)
  })

  it("never aborts where none was given", async () => {
    expect(await app.run({ signal }, ({ signal }) => signal.aborted)).toBe(false)
  })
})
