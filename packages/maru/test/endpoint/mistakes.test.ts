import { describe, expect, it } from "vitest"
import { z } from "zod"
import { securityHeaderList } from "../../src/http/security-headers.ts"
import {
  App,
  StartError,
  body,
  bodyLimit,
  file,
  get,
  html,
  jsonLines,
  middleware,
  post,
  problem,
  raises,
  raw,
  redirect,
  returns,
  router,
  sse,
  stream,
  use,
} from "../../src/index.ts"
import { client } from "../../src/testing.ts"

// What the type checker refuses, done all the same: by JavaScript, by `any`, by a value that lied about its type.

const info = { title: "Test", version: "1" }
const Post = z.object({ id: z.int() })
const guard = middleware("guard", (_, next) => next())
const wrong = <T>(value: unknown): T => value as T

function startError(run: () => unknown): StartError {
  try {
    run()
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  throw new Error("no start error was thrown")
}

describe("what a handler must not return", () => {
  const outcomes = {
    "returns(200)": returns(200, Post),
    "html()": html(),
    "redirect()": redirect(),
    "raw()": raw(),
    "stream()": stream(),
    "sse()": sse(Post),
    "jsonLines()": jsonLines(Post),
    "file()": file(),
  }
  const values: [string, unknown][] = [
    ["nothing", undefined],
    ["null", null],
    ["a number", 5],
    ["an object", { other: 1 }],
    ["a symbol", Symbol("x")],
  ]
  const cases = Object.entries(outcomes).flatMap(([name, outcome]) =>
    values.map(([what, value]) => [name, what, outcome, value] as const),
  )

  it.each(cases)("%s: %s is a 500 that says so to the log", async (name, what, outcome, value) => {
    for (const result of [wrong<never>(value), wrong<never>(outcome(wrong<never>(value)))]) {
      const app = new App(info, [
        get(
          "/",
          {},
          outcome as never,
          wrong(() => result),
        ),
      ])
      const cause = await client(app)
        .get("/")
        .catch((error: Error) => error.cause as Error)
      const expected = name === "returns(200)" ? /does not fit its outcome/ : new RegExp(`takes .*, not ${what}\\.$`)
      expect((cause as Error).message).toMatch(expected)
      expect((await client(app, { failures: "answer" }).get("/")).status).toBe(500)
    }
  })

  it.each([...Object.entries(outcomes), ["returns(204)", returns(204)] as const])(
    "%s: an answer of its own making is a 500 that says so to the log",
    async (_, outcome) => {
      for (const [value, what] of [
        [new Response("x"), "a web Response"],
        [problem({ status: 404, code: "c" }), "an answer"],
      ] as const) {
        const app = new App(info, [
          get(
            "/",
            {},
            outcome as never,
            wrong(async () => value),
          ),
        ])
        await expect(client(app).get("/")).rejects.toThrow(`The handler returned ${what}. Return the value itself`)
      }
    },
  )

  it("includes replies of outcomes that the endpoint does not declare", async () => {
    const created = returns(201, Post)
    const app = new App(info, [
      get(
        "/",
        {},
        returns(200, Post),
        wrong(() => created({ id: 1 })),
      ),
    ])
    await expect(client(app).get("/")).rejects.toThrow("an outcome (201) that its endpoint does not declare")
  })

  it.each<[string, unknown, RegExp]>([
    ["a number", { "retry-after": 5 }, /header "retry-after" of a reply is number/],
    ["undefined", { location: undefined }, /header "location" of a reply is undefined/],
    ["a line break", { location: "/\r\nset-cookie: a=b" }, /"location" has the character U\+000D/],
    ["a line break in a list", { vary: ["a", "b\nc"] }, /"vary" has the character U\+000A/],
    ["text beyond Latin-1", { location: "/마루" }, /percent-encode/],
    ["a name with a colon", { "a: b": "c" }, /Invalid header name/],
  ])("includes headers that HTTP cannot carry: %s", async (_, headers, message) => {
    const ok = returns(200, Post)
    const app = new App(info, [get("/", {}, ok, () => ok({ id: 1 }, { headers: wrong(headers) }))])
    await expect(client(app).get("/")).rejects.toThrow(message)
    const response = await client(app, { failures: "answer" }).get("/")
    expect(response.status).toBe(500)
    const standard = new Set(securityHeaderList().map(([name]) => name))
    expect([...response.headers.keys()].filter((name) => !standard.has(name))).toEqual(["content-type"])
  })
})

const declare = get as unknown as (...args: readonly unknown[]) => unknown

describe("what cannot be declared", () => {
  it.each<[string, () => unknown, string]>([
    ["a status that is none", () => returns(99), "An outcome (empty) has a status from 200 to 599, not 99."],
    ["an informational status", () => html(wrong(103)), "An outcome (html) has a status from 200 to 599, not 103."],
    ["half a status", () => raw("text/plain", { status: 200.5 }), "not 200.5."],
    ["content for a 204", () => returns(204, Post), "Declare returns(204), without a schema."],
    ["content for a 304", () => stream("text/plain", { status: 304 }), "(stream) has some."],
    ["an error that is none", () => raises(200, Error), "raises(200, …): the status of an error is from 400 to 599."],
    ["a limit of nothing", () => bodyLimit(Number.NaN), "A body limit is a whole number of bytes, not NaN."],
    ["a limit in words", () => bodyLimit(wrong("1mb")), "not string."],
    ["a limit below zero", () => new App({ ...info, bodyLimit: -1 }, []), "not -1."],
  ])("%s", (_, make, message) => {
    const error = startError(make)
    expect(error.code).toBe("option-invalid")
    expect(error.message).toContain(message)
    expect(error.sources[0]?.file).toContain("mistakes.test")
  })

  it("a record of schemas in the place of a schema: it would empty every answer", () => {
    expect(startError(() => returns(200, wrong<never>({ id: z.int() }))).code).toBe("schema-unknown")
    expect(startError(() => returns(200, wrong<never>("string"))).code).toBe("schema-unknown")
    expect(startError(() => returns(200, wrong<never>(null))).code).toBe("schema-unknown")
    expect(() => returns(204, { description: "gone" })).not.toThrow()
    expect(() => returns(204, undefined)).not.toThrow()
  })

  it.each<[string, () => unknown, string, string]>([
    ["a middleware by itself", () => declare("/", {}, returns(204), guard, () => {}), "part-unknown", "use(…)"],
    ["nothing", () => declare("/", {}, returns(204), undefined, () => {}), "part-unknown", "(argument 4)"],
    [
      "a function",
      () =>
        declare(
          "/",
          {},
          () => {},
          returns(204),
          () => {},
        ),
      "part-unknown",
      "(argument 3)",
    ],
    ["a schema", () => declare("/", {}, returns(204), Post, () => {}), "part-unknown", "GET / was given"],
    ["a function to use", () => use(wrong<never>(() => {})), "part-unknown", "use(…) was given"],
    ["null to use", () => use(guard, wrong<never>(null)), "part-unknown", "use(…) was given"],
    [
      "a function to a router",
      () => router("/a", [], { middleware: [wrong<never>(() => {})] }),
      "part-unknown",
      'router("/a")',
    ],
    ["no handler", () => declare("/", {}, returns(204), undefined), "endpoint-expected", "the last argument"],
    ["an outcome as the handler", () => declare("/", {}, returns(204)), "endpoint-expected", "the last argument"],
    ["no outcome", () => declare("/", {}, () => {}), "outcome-missing", "declares no outcome"],
  ])("%s among the parts of an endpoint", (_, make, code, message) => {
    const error = startError(make)
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  it("a limit of 0 bytes is one", async () => {
    const app = new App(info, [post("/", { input: body(Post) }, returns(204), bodyLimit(0), () => {})])
    expect((await client(app).post("/", { json: { id: 1 } })).status).toBe(413)
  })
})

describe("app.fetch", () => {
  it("answers 400 where a request has no http URL", async () => {
    const request = new Request("http://localhost/")
    Object.defineProperty(request, "url", { value: "ftp://localhost/" })
    const response = await new App(info, []).fetch(request)
    expect([response.status, await response.json()]).toMatchObject([400, { code: "invalid-host" }])
  })
})
