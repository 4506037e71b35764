import { describe as suite, expect, it } from "vitest"
import { z } from "zod"
import { del, describe, get, head, options, patch, path, post, put, returns, router, trace } from "../../src/index.ts"
import { at, documentOf } from "./documented.ts"

const done = returns(204)
const nothing = () => undefined

suite("openapiDocument", () => {
  it("says what the application says of itself", () => {
    const options = {
      summary: "Short",
      description: "Long",
      contact: { email: "a@b.example" },
      license: { name: "MIT", identifier: "MIT" },
      servers: [{ url: "https://api.example" }],
      bodyLimit: 5,
    }
    const document = documentOf([], options)
    expect(document).toEqual({
      openapi: "3.1.1",
      info: {
        title: "Test",
        summary: "Short",
        description: "Long",
        contact: { email: "a@b.example" },
        license: { name: "MIT", identifier: "MIT" },
        version: "1.0.0",
      },
      servers: [{ url: "https://api.example" }],
      tags: [],
      paths: {},
      components: {},
    })
    expect(documentOf([]).servers).toEqual([{ url: "/" }])
  })

  it("has every operation under its path and method, and only those that are not hidden", () => {
    const id = { id: path(z.int()) }
    const parts = {
      read: get("/:id", id, done, nothing),
      change: patch("/:id", id, done, nothing),
      replace: put("/:id", id, done, nothing),
      remove: del("/:id", id, done, nothing),
      exists: head("/:id", id, done, nothing),
      can: options("/:id", id, done, nothing),
      echo: trace("/:id", id, done, nothing),
      act: post("/:id", id, done, nothing),
      secret: get("/:id/secret", id, done, describe({ hidden: true }), nothing),
    }
    const document = documentOf([
      router("/parts", parts),
      router("/inside", { read: get("/", {}, done, nothing) }, { hidden: true }),
    ])
    expect(Object.keys(document.paths)).toEqual(["/parts/{id}"])
    const operations = Object.entries(document.paths["/parts/{id}"]!).map(([method, each]) => [
      method,
      each.operationId,
    ])
    expect(operations).toEqual([
      ["get", "parts.read"],
      ["patch", "parts.change"],
      ["put", "parts.replace"],
      ["delete", "parts.remove"],
      ["head", "parts.exists"],
      ["options", "parts.can"],
      ["trace", "parts.echo"],
      ["post", "parts.act"],
    ])
  })

  it("shows summary, description, deprecation and tags, the declared tags first", () => {
    const own = { name: "all", summary: "All of it", description: "**Really**", deprecated: true, tags: ["b", "late"] }
    const document = documentOf(
      [
        router("/posts", { create: post("/", {}, done, nothing), list: get("/", {}, done, describe(own), nothing) }),
        get("/health", {}, done, nothing),
      ],
      { tags: [{ name: "late", description: "Shown first." }] },
    )
    expect(document.tags).toEqual([{ name: "late", description: "Shown first." }, { name: "posts" }, { name: "b" }])
    expect(document.paths["/posts"]!["post"]).toMatchObject({ summary: "Create post", tags: ["posts"] })
    expect(document.paths["/posts"]!["post"]).not.toHaveProperty("deprecated")
    expect(document.paths["/posts"]!["get"]).toMatchObject({
      operationId: "all",
      summary: "All of it",
      description: "**Really**",
      deprecated: true,
      tags: ["b", "late"],
    })
    expect(document.paths["/health"]!["get"]).not.toHaveProperty("tags")
  })

  it("gives one path to operations that call its names differently", () => {
    const document = documentOf([
      get("/users/:user/posts/:post", { user: path(z.int()), post: path(z.string()) }, done, nothing),
      put("/users/:id/posts/:number", { id: path(z.int()), number: path(z.string()) }, done, nothing),
    ])
    expect(Object.keys(document.paths)).toEqual(["/users/{user}/posts/{post}"])
    const names = (method: string) => document.paths["/users/{user}/posts/{post}"]![method]!.parameters!
    expect(names("put").map(({ name, schema }) => [name, schema["type"]])).toEqual([
      ["user", "integer"],
      ["post", "string"],
    ])
    expect(names("put")).toEqual(names("get"))
  })

  it("never has one operationId twice", () => {
    const named = (path: string) => get(path as "/", {}, done, describe({ name: "same" }), nothing)
    expect(() => documentOf([named("/a"), named("/b")])).toThrow(/GET \/a and GET \/b are both called "same"/)
  })

  it("is plain data, the same for every call", () => {
    const parts = [get("/", {}, returns(200, z.object({ at: z.date() })), () => ({ at: new Date(0) }))]
    const document = documentOf(parts)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
    expect(documentOf(parts)).toEqual(document)
    expect(at(document, "paths", "/", "get", "operationId")).toBe("get")
  })
})
