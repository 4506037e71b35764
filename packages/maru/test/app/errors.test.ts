import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { securityHeaderList } from "../../src/http/security-headers.ts"
import {
  App,
  HttpError,
  InvalidRequest,
  Unavailable,
  dependency,
  get,
  middleware,
  onError,
  problem,
  query,
  raises,
  returns,
  router,
} from "../../src/index.ts"
import type { AppPart, ErrorReport } from "../../src/index.ts"

const info = { title: "Test", version: "1" }
const told: ErrorReport[] = []
afterEach(() => void told.splice(0))

const ask = (parts: readonly AppPart[], report: (report: ErrorReport) => unknown = (each) => void told.push(each)) =>
  new App({ ...info, report: report as never }, parts).fetch(new Request("http://localhost/"))
const json = async (response: Response) => (await response.json()) as Record<string, unknown>
const thrower = (error: unknown) => () => {
  throw error
}

/** An error at every point where one can come from, at once and later. */
const points: [string, (error: unknown) => AppPart[]][] = [
  ["a handler", (error) => [get("/", {}, returns(204), thrower(error))]],
  ["an async handler", (error) => [get("/", {}, returns(204), async () => thrower(error)())]],
  ["a provider", (error) => [get("/", { d: dependency(thrower(error)) }, returns(204), () => {})]],
  [
    "an async provider",
    (error) => [get("/", { d: dependency(async () => thrower(error)()) }, returns(204), async () => {})],
  ],
  [
    "a generator",
    (error) => {
      const d = dependency(function* () {
        yield 1
        throw error
      })
      return [get("/", { d }, returns(204), () => {})]
    },
  ],
  ["a middleware", (error) => [middleware("m", thrower(error)), get("/", {}, returns(204), () => {})]],
]

class Hostile extends Error {
  override get message(): string {
    throw new Error("a trap")
  }
  override get stack(): string {
    throw new Error("a trap")
  }
  get code(): string {
    throw new Error("a trap")
  }
}

const hostileProxy = new Proxy(new Error("proxy"), {
  getPrototypeOf: thrower(new Error("a trap")),
  get: thrower(new Error("a trap")),
})

const standard = new Set(securityHeaderList().map(([name]) => name))
const ownHeaders = ({ headers }: Response) => [...headers.keys()].filter((name) => !standard.has(name))

describe.each(points)("what %s throws", (_, parts) => {
  it.each<[string, unknown]>([
    ["a string", "secret"],
    ["undefined", undefined],
    ["null", null],
    ["a number", 0],
    ["a symbol", Symbol("secret")],
    ["an object", { status: 404, code: "secret", message: "secret" }],
    ["an object without a prototype", Object.assign(Object.create(null), { message: "secret" })],
    ["an error", new Error("secret")],
    ["an error whose members throw", new Hostile()],
    ["a proxy whose traps throw", hostileProxy],
    [
      "an HTTP error with headers that HTTP forbids",
      new HttpError(409, "c", "secret", { "x-a": "1\r\nset-cookie: secret" }),
    ],
  ])("(%s) is a 500 that tells nothing but an id", async (_, error) => {
    const response = await ask(parts(error))
    const body = await json(response)
    expect(body).toEqual({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      code: "internal-error",
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(ownHeaders(response)).toEqual(["content-type"])
    expect(told.filter(({ kind }) => kind === "failure")).toMatchObject([{ id: body["id"] }])
  })

  it("is the same where a handler of errors fails over it", async () => {
    const answering = onError(Error, (error) => problem({ status: 409, code: "c", detail: error.message }))
    expect((await ask([...parts(new Hostile()), answering])).status).toBe(500)
  })
})

describe("a report", () => {
  it.each<[string, () => unknown]>([
    ["throws", thrower(new Error("no disk"))],
    ["rejects", async () => thrower(new Error("no disk"))()],
  ])("that %s changes no answer, and nothing is lost", async (_, report) => {
    const printed: unknown[][] = []
    const { error } = console
    console.error = (...words: unknown[]) => void printed.push(words)
    try {
      const response = await ask([get("/", {}, returns(204), thrower(new Error("boom")))], report)
      expect(response.status).toBe(500)
      await Promise.resolve()
      const { id } = await json(response)
      expect(printed).toEqual([
        [`[maru] answered by a 500 ${String(id)} in GET /:`, new Error("boom")],
        ["[maru] the application's report failed in GET /:", new Error("no disk")],
      ])
    } finally {
      console.error = error
    }
  })

  it("is printed where the error itself cannot be", async () => {
    const { error } = console
    const printed: unknown[] = []
    console.error = (...words: unknown[]) => {
      if (words[1] instanceof Hostile) thrower(new Error("a trap"))()
      printed.push(words[1])
    }
    try {
      const app = new App(info, [get("/", {}, returns(204), thrower(new Hostile()))])
      expect((await app.fetch(new Request("http://localhost/"))).status).toBe(500)
      expect(printed).toEqual(["an error that cannot be printed"])
    } finally {
      console.error = error
    }
  })
})

describe("the declaration that counts", () => {
  it("may fail over a hostile error, which is a 500", async () => {
    const declared = [raises(404, Error)]
    const response = await ask([
      router("/", [get("/", {}, returns(204), thrower(new Hostile()))], { raises: declared }),
    ])
    expect(response.status).toBe(500)
  })

  class Base extends Error {}
  class Derived extends Base {}
  class Further extends Derived {}
  const failing = dependency(thrower(new Further("why")), { raises: [raises(422, Further), raises(410, Error)] })
  const at = (...declared: ReturnType<typeof raises>[]) =>
    get("/", { failing }, returns(204), ...(declared as []), () => {})

  it.each<[number, AppPart]>([
    [404, at(raises(400, Base), raises(404, Derived), raises(409, Error))],
    [404, at(raises(404, Derived), raises(400, Base))],
    [400, at(raises(400, Base, TypeError), raises(404, TypeError))],
    [400, router("/", [at(raises(400, Error))], { raises: [raises(404, Further)] })],
    [404, router("/", [at()], { raises: [raises(404, Base)] })],
    [409, router("/", [router("/", [at()], { raises: [raises(409, Base)] })], { raises: [raises(404, Further)] })],
    [404, router("/", [router("/", [at()], { raises: [raises(409, TypeError)] })], { raises: [raises(404, Base)] })],
    [422, at()],
  ])("is the nearest: %i", async (status, part) => {
    const response = await ask([part, onError(Error, () => problem({ status: 599, code: "never" }))])
    expect(response.status).toBe(status)
    expect(await json(response)).toMatchObject({ code: "further", detail: "why" })
    expect(told).toEqual([])
  })

  it("is said of by the class's own code, in the plan as in the answer", async () => {
    class Gone extends Error {
      static readonly code = "post-gone"
    }
    class Own extends Error {
      readonly code = "own-code"
    }
    const nameless = (() => class extends Error {})()
    for (const [error, code, planned] of [
      [Gone, "post-gone", "post-gone"],
      [class Sub extends Gone {}, "post-gone", "post-gone"],
      [Own, "own-code", "own"],
      [nameless, "status-410", "status-410"],
    ] as const) {
      const parts = [get("/", {}, returns(204), raises(410, error), thrower(new error()))]
      expect(await json(await ask(parts))).toMatchObject({ status: 410, code })
      expect(new App(info, parts).plans[0]!.errors.map((each) => each.code)).toEqual([planned])
    }
  })

  it("keeps the headers of an HTTP error, and the faults of an invalid request", async () => {
    class Slow extends HttpError {}
    const slow = new Slow(429, "slow-down", "Later.", { "retry-after": "7" })
    const response = await ask([get("/", {}, returns(204), raises(503, Slow), thrower(slow))])
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "7"])
    const part = get("/", { n: query(z.int()) }, returns(204), raises(400, InvalidRequest), () => {})
    expect(await json(await ask([part]))).toMatchObject({ status: 400, errors: [{ in: "query", name: "n" }] })
  })
})

describe("onError", () => {
  class Base extends Error {}
  class Derived extends Base {}

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a web Response", new Response("x")],
    ["a promise of nothing", Promise.resolve()],
  ])("must give an answer, not %s", async (_, answer) => {
    const response = await ask([
      get("/", {}, returns(204), thrower(new Derived())),
      onError(Base, () => answer as never),
    ])
    expect(response.status).toBe(500)
    expect(told[0]!.error).toMatchObject({ message: "onError(Base) gave no answer. Return one, such as problem(…)." })
  })

  it("answers framework errors too: unknown paths, full queues, faulty requests", async () => {
    const unknown = await ask([
      onError(HttpError, (error) => problem({ status: error.status, code: `my-${error.code}` })),
    ])
    expect(await json(unknown)).toMatchObject({ status: 404, code: "my-not-found" })
    const full = await ask([get("/", {}, returns(204), thrower(new Unavailable("The queue is full.", 3)))])
    expect([full.status, full.headers.get("retry-after")]).toEqual([503, "3"])
  })
})

describe("an HTTP error", () => {
  it.each([200, 399, 600, 404.5, Number.NaN])("cannot have the status %d", (status) => {
    expect(() => new HttpError(status, "c")).toThrow("An HttpError has a status from 400 to 599")
  })

  it("that no outcome declares keeps its status and is reported", async () => {
    const response = await ask([get("/", {}, returns(204), thrower(new HttpError(418, "teapot", "Short and stout.")))])
    expect(await json(response)).toMatchObject({ status: 418, code: "teapot", detail: "Short and stout." })
    expect(told).toMatchObject([{ kind: "undeclared", request: { path: "/" } }])
  })
})
