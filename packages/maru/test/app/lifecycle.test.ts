import { afterEach, describe, expect, it } from "vitest"
import { App, dependency, get, lifespan, mount, port, raw, returns } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { client } from "../../src/testing.ts"
import { plainRequest } from "./requests.ts"

const info = { title: "Test", version: "1" }
const log: string[] = []
afterEach(() => void log.splice(0))

const told: string[] = []
const report = ({ error }: { readonly error: unknown }) => void told.push((error as Error).message)
const appOf = (...parts: AppPart[]) => new App({ ...info, report }, parts)
const later = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const named = (name: string, fails: { start?: boolean; close?: boolean } = {}) => ({
  async start() {
    await later()
    if (fails.start) throw new Error(`${name} cannot start`)
    log.push(`start ${name}`)
  },
  async close() {
    await later()
    if (fails.close) throw new Error(`${name} cannot close`)
    log.push(`close ${name}`)
  },
})
const pool = (name: string, fails = false) =>
  dependency(
    async function* () {
      await later()
      if (fails) throw new Error(`${name} cannot open`)
      log.push(`open ${name}`)
      yield name
      log.push(`drain ${name}`)
    },
    { scope: "app", name },
  )

describe("an application", () => {
  it("starts once for requests that come together, and again after it was closed", async () => {
    const p = pool("pool")
    const app = appOf(
      lifespan(named("db")),
      get("/", { p }, raw("text/plain"), ({ p }) => p),
    )
    const ask = async () => (await app.fetch(new Request("http://localhost/"))).text()
    expect(await Promise.all([ask(), ask(), app.start(), ask()])).toEqual(["pool", "pool", undefined, "pool"])
    await Promise.all([app.close(), app.close()])
    expect(log).toEqual(["start db", "open pool", "drain pool", "close db"])
    expect(await ask()).toBe("pool")
    await app.close()
    await app.close()
    expect(log).toHaveLength(8)
  })

  it("starts behind a close that is going on, and closes behind a start that is going on", async () => {
    const app = appOf(
      lifespan(named("db")),
      get("/", {}, returns(204), () => {}),
    )
    const order = [app.start(), app.close(), app.start(), app.close(), app.start()]
    await Promise.all(order)
    expect(log).toEqual(["start db", "close db", "start db", "close db", "start db"])
    expect(await app.handle(plainRequest("GET", "/"))).toMatchObject({ status: 204 })
    const closing = app.close()
    const answer = app.handle(plainRequest("GET", "/"))
    await closing
    expect(await answer).toMatchObject({ status: 204 })
    await app.close()
    expect(log.slice(5)).toEqual(["close db", "start db", "close db"])
  })

  it("that cannot start undoes what it has done, and may be started when the fault is gone", async () => {
    const flaky = {
      ...named("flaky"),
      fault: true,
      start: async () => void log.push(flaky.fault ? fail() : "start flaky"),
    }
    const fail = (): string => {
      throw new Error("no connection")
    }
    const p = pool("pool")
    const app = appOf(
      lifespan(named("db")),
      lifespan(flaky),
      get("/", { p }, returns(204), () => {}),
    )
    const both = await Promise.allSettled([app.start(), app.fetch(new Request("http://localhost/"))])
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"])
    expect(log).toEqual(["start db", "close db"])
    flaky.fault = false
    await app.start()
    await app.close()
    expect(log.slice(2)).toEqual(["start db", "start flaky", "open pool", "drain pool", "close flaky", "close db"])
  })

  it("tears down the providers that were made before one that cannot be", async () => {
    const [p, q] = [pool("first"), pool("second", true)]
    const app = appOf(
      lifespan(named("db")),
      get("/", { p, q }, returns(204), () => {}),
    )
    await expect(app.start()).rejects.toThrow("second cannot open")
    expect(log).toEqual(["start db", "open first", "drain first", "close db"])
  })

  it("may be given what it lacked when it could not start", async () => {
    const missing = port<string>("missing")
    const app = appOf(get("/", { missing }, raw("text/plain"), ({ missing }) => missing))
    await expect(app.start()).rejects.toMatchObject({ code: "port-unbound" })
    await expect(app.fetch(new Request("http://localhost/"))).rejects.toMatchObject({ code: "port-unbound" })
    app.provide(missing, "here")
    expect(await (await app.fetch(new Request("http://localhost/"))).text()).toBe("here")
    expect(() => app.provide(missing, "again")).toThrow('Port "missing" must be bound before')
  })

  it("closes everything although some of it fails", async () => {
    told.length = 0
    const p = dependency(
      function* () {
        yield 1
        throw new Error("pool cannot close")
      },
      { scope: "app" },
    )
    const parts = [lifespan(named("a")), lifespan(named("b", { close: true })), lifespan(named("c"))]
    const app = appOf(
      ...parts,
      get("/", { p }, returns(204), () => {}),
    )
    await app.start()
    await app.close()
    expect(log).toEqual(["start a", "start b", "start c", "close c", "close a"])
    expect(told).toEqual(["pool cannot close", "b cannot close"])
  })

  it("tells requests that are still running that it is closed", async () => {
    const p = pool("pool")
    let go: (() => void) | undefined
    const gate = dependency(async () => new Promise<void>((resolve) => (go = resolve)))
    const app = appOf(get("/", { gate, p }, raw("text/plain"), ({ p }) => p))
    await app.start()
    const answer = app.fetch(new Request("http://localhost/"))
    await app.close()
    go!()
    expect((await answer).status).toBe(503)
  })

  it("says so where what it starts with would wait for it", async () => {
    const app: App = appOf(lifespan({ start: () => app.run({}, () => log.push("never")) }))
    await expect(app.start()).rejects.toThrow("would wait for itself")
    let use: (() => Promise<unknown>) | undefined
    const fine: App = appOf(lifespan({ start: () => void (use = () => fine.run({}, () => "used later")) }))
    await fine.start()
    expect(await use!()).toBe("used later")
  })
})

describe("app.run", () => {
  it("makes one provider once, however many ask at the same time", async () => {
    const p = pool("pool")
    const app = appOf()
    await Promise.all([app.run({ p }, () => 1), app.run({ p }, () => 2)])
    await app.close()
    expect(log).toEqual(["open pool", "drain pool"])
  })

  it("that fails to make its own leaves the application's alone", async () => {
    const [p, q] = [pool("pool"), pool("other", true)]
    const app = appOf(get("/", { p }, raw("text/plain"), ({ p }) => p))
    await app.start()
    await expect(app.run({ q }, () => 1)).rejects.toThrow("other cannot open")
    await expect(app.run({ q }, () => 1)).rejects.toThrow("other cannot open")
    expect(await (await app.fetch(new Request("http://localhost/"))).text()).toBe("pool")
    await app.close()
    expect(log).toEqual(["open pool", "drain pool"])
  })
})

describe("a lifespan that applications share", () => {
  it.each<[string, () => AppPart]>([
    ["an object", () => lifespan(named("db"))],
    [
      "a generator",
      () =>
        lifespan(async function* () {
          log.push("start db")
          yield
          log.push("close db")
        }),
    ],
  ])("(%s) is started by the first and closed with the last", async (_, make) => {
    const app = appOf(
      make(),
      get("/", {}, returns(204), () => {}),
    )
    const [first, second] = [client(app), client(app)]
    await Promise.all([first.get("/"), second.get("/"), app.start()])
    await first.close()
    await app.close()
    expect(log).toEqual(["start db"])
    await second.get("/")
    await second.close()
    expect(log).toEqual(["start db", "close db"])
  })

  it("is one where several name the same object, and several where they name a generator function", async () => {
    const db = named("db")
    const [a, b] = [appOf(lifespan(db)), appOf(lifespan(db))]
    await Promise.all([a.start(), b.start()])
    await Promise.all([a.close(), b.close()])
    expect(log).toEqual(["start db", "close db"])
    log.length = 0
    const clock = function* () {
      log.push("tick")
      yield
      log.push("tock")
    }
    const [c, d] = [appOf(lifespan(clock)), appOf(lifespan(clock))]
    await Promise.all([c.start(), d.start()])
    await Promise.all([c.close(), d.close()])
    expect(log.toSorted()).toEqual(["tick", "tick", "tock", "tock"])
  })

  it("that is no generator, or yields twice, is told so", async () => {
    told.length = 0
    await expect(appOf(lifespan((() => {}) as never)).start()).rejects.toThrow("takes a generator function")
    const app = appOf(
      lifespan(function* () {
        yield 1
        yield 2
      }),
    )
    await app.start()
    await app.close()
    expect(told).toEqual([expect.stringContaining("yielded twice")])
  })
})

describe("an extension", () => {
  it("may bring parts of every kind", async () => {
    const extension: AppPart = {
      kind: "extension",
      parts: ({ plans, options }) => [
        lifespan(named(`${options.title} of ${plans.length}`)),
        get("/extra", {}, returns(204), () => {}),
      ],
    }
    const app = appOf(
      get("/", {}, returns(204), () => {}),
      extension,
    )
    expect((await app.fetch(new Request("http://localhost/extra"))).status).toBe(204)
    await app.close()
    expect(log).toEqual(["start Test of 1", "close Test of 1"])
  })
})

describe("a mounted application", () => {
  it("starts and closes with the one around it, and keeps that one from starting where it cannot", async () => {
    const inner = appOf(
      lifespan(named("inner")),
      get("/posts", {}, returns(204), () => {}),
    )
    const app = appOf(lifespan(named("outer")), mount("/legacy", inner))
    await app.start()
    expect((await app.fetch(new Request("http://localhost/legacy/posts"))).status).toBe(204)
    await app.close()
    expect(log).toEqual(["start outer", "start inner", "close inner", "close outer"])
    const broken = appOf(mount("/x", appOf(lifespan(named("inner", { start: true })))))
    await expect(broken.start()).rejects.toThrow("inner cannot start")
  })
})

describe("what an application is not made of", () => {
  const endpoint = get("/", {}, returns(204), () => {})
  it.each<[string, unknown, string]>([
    ["an array", [endpoint], "Part 2 of the application is an array"],
    ["a module", { endpoint }, "Part 2 of the application is object"],
    ["nothing", undefined, "Part 2 of the application is undefined"],
    ["null", null, "Part 2 of the application is null"],
    ["a provider", dependency(() => 1), "Part 2 of the application is object"],
  ])("is refused: %s", async (_, part, message) => {
    await expect(appOf(endpoint, part as never).start()).rejects.toMatchObject({
      code: "part-unknown",
      message: expect.stringContaining(message),
    })
  })
})
