import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, get, path, returns, router, urlFor } from "../../src/index.ts"

const info = { title: "Test", version: "1" }
const read = () => get("/:id", { id: path(z.string()) }, returns(204), () => {})

describe("urlFor", () => {
  it("knows an endpoint by its router, hidden or not", () => {
    const [plain, hidden] = [read(), read()]
    const app = new App(info, [router("/posts", { plain }), router("/secret", { hidden }, { hidden: true })])
    expect(app.plans.map((plan) => plan.hidden)).toEqual([false, true])
    expect([urlFor(plain, { id: "ä/b" }), urlFor(hidden, { id: 7n })]).toEqual(["/posts/%C3%A4%2Fb", "/secret/7"])
  })

  it("does not choose between several paths of one endpoint", () => {
    const endpoint = read()
    expect(() => urlFor(endpoint, { id: 1 })).toThrow("not part of a started application")
    const twice = new App(info, [router("/a", { endpoint }), router("/b", { endpoint })])
    expect(twice.plans.map(({ path, operation }) => [path, operation])).toEqual([
      ["/a/:id", "a.endpoint"],
      ["/b/:id", "b.endpoint"],
    ])
    expect(() => urlFor(endpoint, { id: 1 })).toThrow("stands at several paths (/a/:id, /b/:id)")
    new App(info, [router("/c", { endpoint })]).plans.at(0)
    expect(urlFor(endpoint, { id: 1 })).toBe("/c/1")
  })

  it.each<[unknown, string]>([
    [undefined, "undefined"],
    [null, "null"],
    ["", '""'],
    [".", '"."'],
    ["..", '".."'],
    [Number.NaN, "number"],
    [{}, "object"],
  ])("refuses what would lead elsewhere: %s", (id, given) => {
    const endpoint = read()
    new App(info, [endpoint]).plans.at(0)
    expect(() => urlFor(endpoint, { id: id as never })).toThrow(`urlFor: ":id" of /:id cannot be ${given}.`)
  })

  it("fills a wildcard segment by segment", () => {
    const files = get("/files/*rest", { rest: path(z.string()) }, returns(204), () => {})
    new App(info, [files]).plans.at(0)
    expect(["", "a", "a b/c?", "a/"].map((rest) => urlFor(files, { rest }))).toEqual([
      "/files/",
      "/files/a",
      "/files/a%20b/c%3F",
      "/files/a/",
    ])
    for (const rest of ["a//b", "../b", "a/./b", "/a"]) expect(() => urlFor(files, { rest })).toThrow("cannot be")
  })
})

describe("operation names", () => {
  it("are never given twice, not even to one endpoint", () => {
    const endpoint = read()
    const app = new App(info, [router("/a", { endpoint }, { name: "n" }), router("/b", { endpoint }, { name: "n" })])
    expect(() => app.plans).toThrow('GET /a/:id and GET /b/:id are both called "n.endpoint"')
    const same = new App(info, [router("/a", { endpoint }), router("/a", { endpoint })])
    expect(() => same.plans).toThrow(expect.objectContaining({ code: "route-duplicate" }) as Error)
  })
})
