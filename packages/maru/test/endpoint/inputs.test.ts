import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, cookie, dependency, file, form, get, header, path, post, query, raw, returns } from "../../src/index.ts"
import type { AppPart, Provider } from "../../src/index.ts"
import { client } from "../../src/testing.ts"

/** Inputs whose path names the type checker does not know. */
type Inputs = Readonly<Record<string, Provider<unknown>>>

const info = { title: "Test", version: "1" }
const answer = returns(204)
const started = (part: AppPart) =>
  new App(info, [part]).start().then(
    () => "started",
    ({ code }: { code: string }) => code,
  )

const Page = z.object({ page: z.int().default(1), limit: z.int().default(20) })
const paging = dependency({ paging: query(Page) }, ({ paging }) => paging.page * paging.limit)

describe("one name of one place", () => {
  it.each<[string, Inputs]>([
    ["query, by two keys", { a: query("q", z.int()), b: query("q", z.string()) }],
    ["query, beside a field of an object", { page: query(z.int()), paging }],
    ["query, as a field of two objects", { own: query(z.object({ limit: z.string() })), paging }],
    ["header, in two cases", { userAgent: header(z.string()), agent: header("User-Agent", z.string().max(9)) }],
    ["header, beside a field", { all: header(z.object({ xUser: z.string() })), id: header("x-user", z.int()) }],
    ["cookie", { theme: cookie(z.string()), all: cookie(z.object({ theme: z.enum(["light", "dark"]) })) }],
  ])("is not read by two schemas: %s", async (_, inputs) => {
    expect(await started(get("/", inputs, answer, () => {}))).toBe("input-clash")
  })

  it.each<[string, Inputs]>([
    ["by two keys", { a: form("n", z.int()), b: form("n", z.string()) }],
    ["beside a field of an object", { all: form(z.object({ n: z.int() })), n: form(z.int()) }],
    ["as text and as a file", { text: form("n", z.string()), n: file() }],
  ])("is not read by two schemas: form, %s", async (_, inputs) => {
    expect(await started(post("/", inputs, answer, () => {}))).toBe("input-clash")
  })

  it("is not read by two schemas: path", async () => {
    const both = { id: path(z.int()), all: path(z.object({ id: z.string() })) }
    expect(await started(get("/:id", both, answer, () => {}))).toBe("input-clash")
  })

  it("may be a field of several objects that have it from one", async () => {
    const more = query(Page.extend({ q: z.string() }))
    expect(await started(get("/", { paging, more, limit: query(Page.shape.limit) }, answer, () => {}))).toBe("started")
  })

  it("may be read twice by one schema, whatever the keys are", async () => {
    const user = z.string()
    const shown = get(
      "/",
      { paging, page: query(Page), userAgent: header(user), agent: header("user-agent", user) },
      raw("text/plain"),
      ({ paging, page, userAgent, agent }) => [paging, page.limit, userAgent, agent].join(" "),
    )
    await using a = client(new App(info, [shown]))
    const response = await a.get("/?page=2&limit=3", { headers: { "user-agent": "x" } })
    expect(await response.text()).toBe("6 3 x x")
  })
})

describe("what text cannot hold", () => {
  it.each<[string, Inputs]>([
    ["an object by a name", { a: query("a", z.object({ b: z.string() })) }],
    ["a list of objects", { a: query(z.array(z.object({ b: z.string() }))) }],
    ["a list of lists", { a: query(z.array(z.array(z.string()))) }],
    ["an object in an object", { a: query(z.object({ b: z.object({ c: z.string() }) })) }],
    ["a list of objects in an object", { a: header(z.object({ b: z.array(Page) })) }],
    ["an object by a name, in a form", { a: form("a", Page) }],
    ["a list in a cookie", { a: cookie(z.array(z.string())) }],
    ["a list in a field of cookies", { a: cookie(z.object({ b: z.array(z.string()) })) }],
  ])("is refused at start: %s", async (_, inputs) => {
    expect(await started(get("/", inputs, answer, () => {}))).toBe("schema-unsuitable")
  })

  it("is refused at start: a list or an object in a path", async () => {
    expect(await started(get("/:a", { a: path(z.array(z.string())) }, answer, () => {}))).toBe("schema-unsuitable")
    const deep = path(z.object({ a: z.object({ b: z.string() }) }))
    expect(await started(get("/:a", { deep }, answer, () => {}))).toBe("schema-unsuitable")
  })
})

describe("a header that is a list", () => {
  const Tags = z.object({ xTags: z.array(z.string().max(3)).optional() })
  const lists = get(
    "/",
    { xIds: header(z.array(z.int()).default([])), all: header(Tags), text: header("x-text", z.string().default("")) },
    raw("text/plain"),
    ({ xIds, all, text }) => JSON.stringify([xIds, all.xTags, text]),
  )

  it.each<[Record<string, string>, unknown]>([
    [{}, [[], null, ""]],
    [{ "x-ids": "1" }, [[1], null, ""]],
    [{ "x-ids": "1, 2,3" }, [[1, 2, 3], null, ""]],
    [{ "x-tags": 'a, "b"', "x-text": "a, b" }, [[], ["a", '"b"'], "a, b"]],
  ])("is split at its commas: %j", async (headers, expected) => {
    await using a = client(new App(info, [lists]))
    expect(await (await a.get("/", { headers })).json()).toEqual(expected)
  })

  it("has faults with their places", async () => {
    await using a = client(new App(info, [lists]))
    const response = await a.get("/", { headers: { "x-ids": "1, x", "x-tags": "abcd" } })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      errors: [
        { in: "header", name: "x-ids", pointer: "/1" },
        { in: "header", name: "x-tags", pointer: "/0" },
      ],
    })
  })
})
