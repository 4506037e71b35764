import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { inspect } from "node:util"
import { assert, object, property, string } from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  Log,
  type LogOptions,
  dependency,
  get,
  lifespan,
  middleware,
  path,
  post,
  requestLog,
  returns,
  settings,
} from "../../src/index.ts"
import { requestIds } from "../../src/http/request-id.ts"
import { connect, hidden, migration, model, primaryKey, schemaSql } from "../../src/data.ts"
import { JwtIssuer, jwt } from "../../src/security.ts"
import { Sessions, memorySessions } from "../../src/session.ts"
import { client } from "../../src/testing.ts"

const folder = mkdtempSync(join(tmpdir(), "log-"))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

function logFile(options: LogOptions = {}) {
  const file = join(folder, `${files++}`, "app.log")
  const log = new Log({ to: { file }, ...options })
  const text = () => {
    log.flush()
    return readFileSync(file, "utf8")
  }
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says by its expectations what it expects
  const lines = (): any[] =>
    text()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  return { log, file, text, lines }
}

describe("lines", () => {
  it("are JSON with time, level and kind", () => {
    const { log, lines } = logFile()
    log.event("user signed up", { user: 7, plan: "free" })
    log.error(new TypeError("no", { cause: new Error("why") }), { while: "saving" })
    log.error("just text")
    expect(lines()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        level: "info",
        kind: "event",
        message: "user signed up",
        user: 7,
        plan: "free",
      },
      expect.objectContaining({ level: "error", kind: "error", name: "TypeError", message: "no", while: "saving" }),
      expect.objectContaining({ message: "just text" }),
    ])
    expect(lines()[1]).toMatchObject({ stack: expect.stringContaining("log.test.ts"), cause: { message: "why" } })
  })

  it("have the request, the route and the user of a request unless they name others, and never two of one name", () => {
    const { log, lines } = logFile()
    log.event("odd", { time: 1, level: 2, kind: 3, user: 7, request: "r", id: 9 })
    expect(lines()[0]).toMatchObject({
      level: "info",
      kind: "event",
      _time: 1,
      _level: 2,
      _kind: 3,
      user: 7,
      request: "r",
      id: 9,
    })
  })

  it("stay one line each, whatever is logged", () => {
    const { log, text, lines } = logFile()
    let count = 0
    assert(
      property(string({ unit: "binary" }), object(), (message, fields) => {
        log.event(message, fields)
        count++
        return true
      }),
    )
    expect(lines()).toHaveLength(count)
    expect(text()).not.toMatch(/[\u2028\u2029\u0085]/)
  })

  it("take what is no JSON, and what has no end", () => {
    const { log, lines } = logFile()
    const circle: Record<string, unknown> = { big: 1n, date: new Date(0), bytes: new Uint8Array(3), set: new Set([1]) }
    circle["self"] = circle
    const throwing = {
      get value() {
        throw new Error("no")
      },
    }
    log.event("odd", { circle, nan: Number.NaN, f: () => 1, u: undefined, long: "x".repeat(20_000) })
    log.event("throws", throwing)
    const [odd, throws] = lines()
    expect(odd).toMatchObject({
      nan: null,
      circle: { big: "1", date: "1970-01-01T00:00:00.000Z", bytes: "[3 bytes]", set: [1] },
    })
    expect([JSON.stringify(odd).includes("[deep]"), odd.long.length, "f" in odd]).toEqual([true, 10_001, false])
    expect(throws).toMatchObject({ kind: "error", message: "A line cannot be logged: Error: no" })
  })

  it("are written from the level on that their kind has", () => {
    const { log, lines } = logFile({ levels: { event: "warn", error: "off" } })
    log.event("a")
    log.event("b", {}, "warn")
    log.error(new Error("c"))
    expect(lines().map(({ message }) => message)).toEqual(["b"])
  })

  it("are for people on a terminal, without what would control it", () => {
    const { log, text } = logFile({ format: "pretty" })
    log.event("\u001b[31mred", { name: "a\u001b]0;x\u0007b", deep: { a: 1 } })
    log.error(new Error("no"))
    const [first, second, third] = text().split("\n")
    expect(first).toMatch(/^\d\d:\d\d:\d\d event {2}\\x1b\[31mred name=a\\x1b\]0;x\\x07b deep=\{ a: 1 \}$/)
    expect([second, third]).toEqual([expect.stringMatching(/ error {2}Error: no$/), expect.stringMatching(/^ +at /)])
  })
})

describe("secrets", () => {
  it("are left out by name, at every depth, and in addresses", () => {
    const { log, text, lines } = logFile({ secrets: ["iban"] })
    const secret = "hunter2"
    log.event("x", {
      password: secret,
      user: { passwordHash: secret, api_key: secret, "set-cookie": [secret], IBAN: secret, list: [{ apiKey: secret }] },
      headers: new Map([["authorization", secret]]),
      accessToken: { value: secret },
      url: `postgres://board:${secret}@db/board`,
      totalTokens: 12,
      tokenised: "shown",
      keyboard: "shown",
    })
    log.error(new Error(`cannot reach redis://:${secret}@cache:6379`))
    expect(text()).not.toContain(secret)
    expect(lines()[0]).toMatchObject({ totalTokens: 12, tokenised: "shown", keyboard: "shown", password: "[secret]" })
    expect(lines()[1].message).toBe("cannot reach redis://:[secret]@cache:6379")
  })

  it("are left out by type: hidden columns and settings", async () => {
    class User extends model("users", { id: primaryKey(), email: z.string(), phone: hidden(z.string()) }) {}
    const database = connect("sqlite::memory:", { migrations: [migration("1", schemaSql([User]))] })
    const { log, text, lines } = logFile({ levels: { sql: "debug" } })
    database.observe(log.statement)
    await database.start()
    await using session = database.session()
    const user = session.add(new User({ email: "mina@example.com", phone: "555-0199" }))
    await session.commit()
    log.event("signed up", { user, users: [user] })
    log.event("settings", {
      config: settings(z.object({ SMTP_PASSWORD: z.string() }), {
        environment: { SMTP_PASSWORD: "555-0199" },
        files: [],
      }),
    })
    expect(text()).not.toContain("555-0199")
    expect(lines().find(({ message }) => message === "signed up").user).toEqual({ id: 1, email: "mina@example.com" })
    expect(lines().find(({ message }) => String(message).startsWith("INSERT"))).toMatchObject({
      kind: "sql",
      level: "debug",
      parameters: expect.arrayContaining(["mina@example.com", "[redacted]"]),
    })
    await database.close()
  })
})

describe("files", () => {
  it("begin anew when they are full, and the oldest go", () => {
    const { log, file } = logFile()
    log[Symbol.dispose]()
    const small = new Log({ to: { file, maxSize: 500, keep: 2 } })
    for (let number = 0; number < 40; number++) {
      small.event("line", { number })
      small.flush()
    }
    small[Symbol.dispose]()
    const names = readdirSync(join(file, "..")).toSorted()
    expect(names).toEqual(["app.log", "app.log.1", "app.log.2"])
    const numbers = names.toReversed().flatMap((name) =>
      readFileSync(join(file, "..", name), "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).number as number),
    )
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => 40 - numbers.length + at))
  })

  it("that cannot be written keep the application from starting", () => {
    expect(() => new Log({ to: { file: "/dev/null/app.log" } })).toThrow("cannot be written")
  })

  it.each(["run to the end", "exit", "throw", "reject"])(
    "have every line of a program that does this: %s",
    async (end) => {
      const program = fileURLToPath(new URL("./lines.ts", import.meta.url))
      const file = join(folder, `ends-${end}`)
      const child = spawn(process.execPath, [program, file, end], { stdio: "ignore" })
      await once(child, "close")
      expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(1000)
    },
  )

  it("and so has a pipe", async () => {
    const program = fileURLToPath(new URL("./lines.ts", import.meta.url))
    const child = spawn(process.execPath, [program, "stdout", "exit"], { stdio: ["ignore", "pipe", "ignore"] })
    let text = ""
    child.stdout.on("data", (piece) => (text += String(piece)))
    await once(child, "close")
    expect(text.trim().split("\n")).toHaveLength(1000)
  })
})

describe("the log of requests", () => {
  function api() {
    const opened = logFile({ levels: { sql: "debug" } })
    const { log } = opened
    const { session } = new Sessions({ store: memorySessions() })
    const rules = { issuer: "i", audience: "a", key: { secret: "s".repeat(32) } }
    const claims = jwt({ ...rules, algorithms: ["HS256"] })
    const database = connect("sqlite::memory:")
    database.observe(log.statement)
    const db = dependency(async function* () {
      await using session = database.session()
      yield session
    })
    const parts = [
      ...requestLog(log),
      lifespan(database),
      get("/posts/:id", { id: path(z.int()), db }, returns(204), async ({ id, db }) => {
        await new Promise((resolve) => setTimeout(resolve, 10 - id))
        await db.sql`SELECT ${id} AS id`
        log.event("read", { id })
      }),
      get("/fails", {}, returns(204), () => {
        throw new Error("broken")
      }),
      post("/login", { session }, returns(204), ({ session }) => session.login("mina")),
      get("/me", { session }, returns(200, z.string()), async ({ session }) => (await session.user()) ?? "nobody"),
      get("/claims", { claims }, returns(200, z.string()), ({ claims }) => claims.sub),
    ]
    const app = new App({ title: "t", version: "1", report: log.report }, parts)
    return { ...opened, app, issuer: new JwtIssuer({ ...rules, algorithm: "HS256" }) }
  }

  const ask = (app: App, target: string, init?: RequestInit) =>
    app.fetch(new Request(`http://localhost${target}`, init))

  it("tells method, path, route, status and time, and no query", async () => {
    const { app, lines, text } = api()
    await ask(app, "/posts/1?token=hunter2")
    await ask(app, "/nowhere")
    const access = lines().filter(({ kind }) => kind === "access")
    expect(access).toEqual([
      {
        time: expect.any(String),
        level: "info",
        kind: "access",
        request: expect.any(String),
        route: "/posts/:id",
        method: "GET",
        path: "/posts/1",
        status: 204,
        ms: expect.any(Number),
      },
      expect.objectContaining({ path: "/nowhere", status: 404 }),
    ])
    expect([access[1].route, text().includes("hunter2")]).toEqual([undefined, false])
    await app.close()
  })

  it("gives one id to all that is logged for a request, also beside others", async () => {
    const { app, lines } = api()
    await Promise.all([1, 2, 3, 4, 5, 6].map((id) => ask(app, `/posts/${id}`)))
    const all = lines()
    const access = all.filter(({ kind }) => kind === "access")
    expect(new Set(access.map(({ request }) => request)).size).toBe(6)
    for (const { request } of access) {
      const own = all.filter((line) => line.request === request && line.kind !== "access")
      expect(own.map(({ kind }) => kind)).toEqual(["sql", "event"])
      expect(own[0]).toMatchObject({
        parameters: [expect.anything()],
        route: "/posts/:id",
        message: expect.stringMatching(/^SELECT/),
      })
    }
    await app.close()
  })

  it("tells failures with the id that the client was given", async () => {
    const { app, lines } = api()
    const { id } = (await (await ask(app, "/fails")).json()) as { id: string }
    const [error, access] = lines()
    expect(error).toMatchObject({
      kind: "error",
      message: "broken",
      reported: "failure",
      method: "GET",
      path: "/fails",
      request: id,
    })
    expect(access).toMatchObject({ kind: "access", level: "error", status: 500, request: error.request })
    await app.close()
  })

  it("has the id that a middleware has given the request", async () => {
    const { log, lines } = logFile()
    const named = middleware("id", (request, next) => {
      requestIds.set(request, "r-1")
      return next()
    })
    const parts = [...requestLog(log), named, get("/", {}, returns(204), () => log.event("in it"))]
    await ask(new App({ title: "t", version: "1" }, parts), "/")
    expect(lines().map(({ request }) => request)).toEqual(["r-1", "r-1"])
  })

  it("tells who it was, where a session or a token says so", async () => {
    const { app, lines, issuer } = api()
    const browser = client(app)
    await browser.post("/login")
    await browser.get("/me")
    await browser.get("/claims", { headers: { authorization: `Bearer ${await issuer.issue("theo")}` } })
    const users = lines()
      .filter(({ kind }) => kind === "access")
      .map(({ user }) => user)
    expect(users).toEqual([undefined, "mina", "theo"])
    await app.close()
  })
})

it("shows nothing of itself where it is inspected", () => {
  expect(inspect(logFile().log)).not.toContain("[secret]")
})
