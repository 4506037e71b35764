import { describe, expect, it } from "vitest"
import { listPath, loginPath, nextOf, pageOf, routeOf } from "../../web/src/router/routes.ts"

describe("routeOf", () => {
  it.each([
    ["/", { view: "list" }],
    ["/posts/new", { view: "write" }],
    ["/posts/12", { view: "post", id: 12 }],
    ["/posts/12/", { view: "post", id: 12 }],
    ["/posts/12/edit", { view: "edit", id: 12 }],
    ["/signup", { view: "signup" }],
    ["/login/", { view: "login" }],
    ["/account", { view: "account" }],
    ["/posts", { view: "missing" }],
    ["/posts/0", { view: "missing" }],
    ["/posts/012", { view: "missing" }],
    ["/posts/1e3", { view: "missing" }],
    ["/posts/99999999999999999999", { view: "missing" }],
    ["/constructor", { view: "missing" }],
    ["//", { view: "list" }],
  ])("%s", (path, route) => {
    expect(routeOf(path)).toEqual(route)
  })
})

describe("pageOf", () => {
  it.each([
    ["", 1],
    ["page=3", 3],
    ["page=0", 1],
    ["page=-1", 1],
    ["page=1.5", 1],
    ["page=two", 1],
    ["page=9999999999", 1],
  ])("%s", (query, page) => {
    expect(pageOf(new URLSearchParams(query))).toBe(page)
  })

  it("is what listPath asks for", () => {
    expect(listPath(1)).toBe("/")
    expect(pageOf(new URL(listPath(7), "http://board.example").searchParams)).toBe(7)
  })
})

describe("nextOf", () => {
  it.each(["/", "/posts/3", "/posts/new", "/?page=2"])("goes back to %s", (back) => {
    expect(nextOf(new URL(loginPath(back), "http://board.example").searchParams)).toBe(back)
  })

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "posts/3",
    "/nowhere",
  ])("does not follow %s", (next) => {
    expect(nextOf(new URLSearchParams({ next }))).toBe("/")
  })
})
