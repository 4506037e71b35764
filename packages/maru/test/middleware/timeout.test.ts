import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { App, dependency, get, post, raw, returns, signal, stream, use } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { timeout } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"
import { plainRequest } from "../app/requests.ts"

const reports: string[] = []
const appOf = (...parts: AppPart[]) =>
  new App({ title: "Test", version: "1", report: ({ error }) => void reports.push(String(error)) }, parts)
const ask = (app: App, path = "/", method = "GET") => app.fetch(new Request(`http://localhost${path}`, { method }))
const never = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error))
  })

describe("a deadline", () => {
  it("that passes is a 503, and the handler is told", async () => {
    reports.length = 0
    const reasons: unknown[] = []
    const app = appOf(
      timeout(20),
      get("/", { signal }, returns(204), async ({ signal }) => {
        signal.addEventListener("abort", () => reasons.push(signal.reason))
        return never(signal)
      }),
    )
    const response = await ask(app)
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"])
    expect(await response.json()).toMatchObject({ code: "deadline-passed" })
    expect(reasons).toMatchObject([{ code: "deadline-passed" }])
    await sleep(1)
    expect(reports).toEqual([])
  })

  it("that does not pass changes nothing, and a synchronous handler stays one", async () => {
    const app = appOf(
      timeout("10s"),
      get("/", {}, returns(204), () => {}),
    )
    await app.start()
    expect(app.handle(plainRequest("GET", "/"))).toMatchObject({ status: 204 })
  })

  it("counts over sockets, for clients that go away too", async () => {
    const aborted = Promise.withResolvers<unknown>()
    const app = appOf(
      get("/slow", { signal }, returns(204), use(timeout(30)), ({ signal }) => never(signal)),
      get("/gone", { signal }, returns(204), use(timeout("1m")), async ({ signal }) => {
        signal.addEventListener("abort", () => aborted.resolve(signal.aborted))
        return never(signal)
      }),
    )
    await using server = await serve(app, { port: 0, report: () => {} })
    expect((await fetch(`${server.url}/slow`)).status).toBe(503)
    const client = new AbortController()
    const gone = fetch(`${server.url}/gone`, { signal: client.signal }).catch(() => "left")
    await sleep(50)
    client.abort()
    expect(await gone).toBe("left")
    expect(await aborted.promise).toBe(true)
  })

  it("of an endpoint counts beside that of the application, whichever is shorter", async () => {
    const slow = (path: string, time: number) =>
      get(path as "/", { signal }, returns(204), use(timeout(time)), ({ signal }) => never(signal))
    const app = appOf(timeout(40), slow("/inner", 10), slow("/outer", 60_000))
    expect((await ask(app, "/inner")).status).toBe(503)
    expect((await ask(app, "/outer")).status).toBe(503)
  })

  it("does not cut a stream that has begun", async () => {
    const app = appOf(
      timeout(20),
      get("/", {}, stream("text/plain"), async function* () {
        yield "a"
        await sleep(60)
        yield "b"
      }),
    )
    expect(await (await ask(app)).text()).toBe("ab")
  })

  it.each(["10", "1 s", 0, -1, Number.NaN] as never[])("is a time: %j is none", (duration) => {
    expect(() => timeout(duration)).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
  })

  it("stands in the plan", () => {
    const { plans } = appOf(get("/", {}, raw("text/plain"), use(timeout("2s")), () => ""))
    expect(plans[0]!.steps.find(({ name }) => name === "timeout")).toMatchObject({ note: "2s" })
  })
})

describe("a unit of work", () => {
  /** A database whose commit waits for the test. */
  function database() {
    const log: string[] = []
    const commit = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    const db = dependency(async function* () {
      try {
        yield log
        log.push("COMMIT")
        begun.resolve()
        await commit.promise
        log.push("committed")
      } catch (error) {
        log.push("ROLLBACK")
        throw error
      } finally {
        ended.resolve()
      }
    })
    return { log, db, commit, begun, ended }
  }

  it("is rolled back where the deadline passes before its commit, whatever the handler returns", async () => {
    const { log, db, ended } = database()
    const work = Promise.withResolvers<void>()
    const app = appOf(
      timeout(10),
      post("/", { db }, returns(204), () => work.promise),
    )
    expect((await ask(app, "/", "POST")).status).toBe(503)
    work.resolve()
    await ended.promise
    expect(log).toEqual(["ROLLBACK"])
  })

  it("is waited for once its commit has begun, and its answer is the true one", async () => {
    const { log, db, commit, begun } = database()
    const app = appOf(
      timeout(200),
      post("/", { db }, returns(204), use(timeout(50)), () => {}),
    )
    const answer = ask(app, "/", "POST")
    await begun.promise
    await sleep(260)
    expect(log).toEqual(["COMMIT"])
    commit.resolve()
    expect((await answer).status).toBe(204)
    expect(log).toEqual(["COMMIT", "committed"])
  })
})
