import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  Unauthorized,
  dependency,
  get,
  middleware,
  problem,
  raises,
  raw,
  returns,
  router,
  stream,
  use,
} from "../../src/index.ts"
import type { AppPart, Middleware } from "../../src/index.ts"
import { client } from "../../src/testing.ts"
import { plainRequest } from "./requests.ts"

const info = { title: "Test", version: "1" }
const told: unknown[] = []
const appOf = (...parts: AppPart[]) =>
  new App({ ...info, report: ({ error, kind }) => void told.push(`${kind}: ${(error as Error).message}`) }, parts)
const ask = (app: App) => app.fetch(new Request("http://localhost/"))
afterEach(() => void told.splice(0))

const boom = () => {
  throw new Error("boom")
}

/** Puts one middleware at each of the three places that there are. */
const places: [string, (layer: Middleware) => App][] = [
  [
    "the application",
    (layer) =>
      appOf(
        layer,
        get("/", {}, returns(204), () => {}),
      ),
  ],
  ["a router", (layer) => appOf(router("/", [get("/", {}, returns(204), () => {})], { middleware: [layer] }))],
  ["an endpoint", (layer) => appOf(get("/", {}, returns(204), use(layer), () => {}))],
]

describe.each(places)("a middleware of %s", (_, place) => {
  it.each<[string, Middleware["handle"]]>([
    ["at once", boom],
    ["later", async () => boom()],
    ["behind next", async (_, next) => (await next(), boom())],
    ["behind next, at once", (_, next) => (next(), boom())],
    ["before, at once", { before: boom }],
    ["before", { before: async () => boom() }],
    ["after, at once", { after: boom }],
    ["after", { after: async () => boom() }],
  ])("that throws %s is answered by a 500", async (_, handle) => {
    const response = await ask(place(middleware("faulty", handle)))
    expect(response.status).toBe(500)
    expect(Object.keys((await response.json()) as object)).toEqual(["type", "title", "status", "code", "id"])
    expect(told).toEqual(["failure: boom"])
  })

  it.each<[string, (() => unknown) | object]>([
    ["nothing", () => undefined],
    ["a promise of nothing", async () => undefined],
    ["a web Response", () => new Response("x")],
    ["an object", async () => ({ status: 200 })],
    ["a web Response before", { before: () => new Response("x") }],
    ["a promise of null before", { before: async () => null }],
    ["a web Response after", { after: async () => new Response("x") }],
    ["true after", { after: () => true }],
  ])("that returns %s is told so", async (_, handle) => {
    expect((await ask(place(middleware("silent", handle as never)))).status).toBe(500)
    expect(told).toEqual([expect.stringMatching(/^failure: Middleware "silent" returned (no answer|a web Response)\./)])
  })

  it("calls next once", async () => {
    const twice = middleware("retry", async (_, next) => {
      await next()
      return next()
    })
    expect((await ask(place(twice))).status).toBe(500)
    expect(told).toEqual([expect.stringContaining('Middleware "retry" called next a second time')])
  })

  it("may answer without next, and may replace the answer", async () => {
    const gate = middleware("gate", () => problem({ status: 418, code: "teapot" }))
    expect((await ask(place(gate))).status).toBe(418)
    const swap = middleware("swap", async (_, next) => (await next(), problem({ status: 409, code: "late" })))
    expect((await ask(place(swap))).status).toBe(409)
    expect(told).toEqual([])
  })

  it("may answer before the rest, or give another answer after it", async () => {
    const seen: unknown[] = []
    const look = (answer: { status: number }, { path }: { path: string }) => void seen.push(answer.status, path)
    const gate = { before: async () => problem({ status: 418, code: "teapot" }), after: look }
    expect((await ask(place(middleware("gate", gate)))).status).toBe(418)
    expect(seen).toEqual([])
    expect((await ask(place(middleware("both", { before: () => {}, after: look })))).status).toBe(204)
    expect(seen).toEqual([204, "/"])
    const late = middleware("swap", { after: async () => problem({ status: 409, code: "late" }) })
    expect((await ask(place(late))).status).toBe(409)
    expect(told).toEqual([])
  })

  it.each<[string, Middleware["handle"]]>([
    ["a function", (_, next) => next()],
    ["hooks", { before: () => {}, after: () => {} }],
  ])("of %s stays synchronous around a synchronous handler", async (_, handle) => {
    const app = place(middleware("sync", handle))
    await app.start()
    expect(app.handle(plainRequest("GET", "/"))).not.toBeInstanceOf(Promise)
  })
})

describe("layers around each other", () => {
  it("see the answers to what the layers inside throw", async () => {
    const mark = (name: string) =>
      middleware(name, async (_, next) => {
        const answer = await next()
        answer.headers.append("x-seen", `${name} ${answer.status}`)
        return answer
      })
    const refuse = middleware("refuse", async () => {
      throw new Unauthorized()
    })
    const inner = router("/", [get("/", {}, returns(204), use(mark("c"), refuse, mark("d")), () => {})], {
      middleware: [mark("b")],
    })
    const response = await ask(appOf(mark("a"), inner))
    expect(response.status).toBe(401)
    expect(response.headers.get("x-seen")).toBe("c 401, b 401, a 401")
  })

  it("map what an endpoint's own layer throws as the endpoint declares it", async () => {
    class Closed extends Error {}
    const refuse = middleware("refuse", () => {
      throw new Closed("We are closed.")
    })
    const response = await ask(appOf(get("/", {}, returns(204), raises(409, Closed), use(refuse), () => {})))
    expect(await response.json()).toMatchObject({ status: 409, code: "closed", detail: "We are closed." })
  })

  it.each<[string, Middleware["handle"]]>([
    ["a failing layer", async (_, next) => (await next(), boom())],
    ["a failing hook", { after: boom }],
  ])("close the stream that %s does not hand on", async (_, handle) => {
    const log: string[] = []
    const session = dependency(
      async function* () {
        try {
          yield 1
        } finally {
          log.push("closed")
        }
      },
      { scope: "response" },
    )
    const failing = middleware("failing", handle)
    const app = appOf(
      failing,
      get("/", { session }, stream("text/plain"), async function* () {
        yield "x"
      }),
    )
    expect((await ask(app)).status).toBe(500)
    await new Promise((resolve) => setTimeout(resolve))
    expect(log).toEqual(["closed"])
  })
})

describe("a middleware of neither a function nor hooks", () => {
  it.each([undefined, null, {}, { begin: () => {} }])("is refused (%j)", (handle) => {
    expect(() => middleware("idle", handle as never)).toThrow(
      expect.objectContaining({ code: "option-invalid", message: expect.stringContaining('middleware "idle"') }),
    )
  })
})

describe("HEAD", () => {
  const Text = z.object({ text: z.string() })
  const parts = (): AppPart[] => [
    get("/json", {}, returns(200, Text), () => ({ text: "말" })),
    get("/empty", {}, returns(204), () => {}),
    get("/raw", {}, raw("text/plain"), () => new Uint8Array(7)),
    get("/stream", {}, stream("text/plain"), async function* () {
      yield "x"
    }),
    get("/failing", {}, returns(204), boom),
  ]
  const own = middleware("own", () => problem({ status: 429, code: "slow-down" }))
  const cases: [string, number, string | null][] = [
    ["/json", 200, "14"],
    ["/empty", 204, null],
    ["/raw", 200, "7"],
    ["/stream", 200, null],
    ["/failing", 500, "length of the problem"],
    ["/a/b", 404, "length of the problem"],
    ["/%zz", 400, "length of the problem"],
    ["//", 400, "length of the problem"],
    ["/json/", 200, "14"],
  ]

  it.each(cases)("has never a body (%s)", async (path, status, length) => {
    for (const layers of [[], [middleware("through", (_, next) => next())]]) {
      const options = { ...info, trailingSlash: "ignore" as const, report: () => {} }
      const app = new App(options, [...layers, ...parts()])
      const answer = await app.handle(plainRequest("HEAD", path))
      expect([answer.status, answer.body]).toEqual([status, null])
      const sent = answer.headers.get("content-length")
      if (length === "length of the problem") expect(Number(sent)).toBeGreaterThan(50)
      else expect(sent ?? null).toBe(length)
    }
  })

  it("has none where a middleware answers by itself", async () => {
    const answer = await appOf(own).handle(plainRequest("HEAD", "/"))
    expect([answer.status, answer.body]).toEqual([429, null])
    expect(Number(answer.headers.get("content-length"))).toBeGreaterThan(50)
  })
})

describe("the client of an application with layers", () => {
  it("still rejects with the cause", async () => {
    const app = new App(info, [middleware("m", boom), get("/", {}, returns(204), () => {})])
    await using api = client(app)
    await expect(api.get("/")).rejects.toThrow("boom")
  })
})
