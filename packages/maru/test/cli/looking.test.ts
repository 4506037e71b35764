import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { loadApp } from "../../src/cli/app-file.ts"
import { findPlan } from "../../src/cli/explain/find-plan.ts"
import { Project, library } from "./project.ts"

const project = new Project({ "app.ts": library })
afterAll(() => project[Symbol.dispose]())

describe("maru routes", () => {
  it("lists every route in an aligned table, router by router", async () => {
    const { code, stdout } = await project.maru(["routes"])
    expect(code).toBe(0)
    expect(stdout).toBe(`METHOD  PATH           NAME            SOURCE
GET     /books         books.list      app.ts:12
GET     /books/:id     books.read      app.ts:13
POST    /books         books.create    app.ts:14

GET     /authors       authors.list    app.ts:20

GET     /openapi.json  docs.document   app.ts:18
GET     /docs          docs.ui         app.ts:18
GET     /reference     docs.reference  app.ts:18

7 routes
`)
  })

  it("prints the same as JSON", async () => {
    const routes = JSON.parse((await project.maru(["routes", "--json"])).stdout) as unknown[]
    expect(routes).toHaveLength(7)
    expect(routes[1]).toEqual({
      method: "GET",
      path: "/books/:id",
      operation: "books.read",
      tags: ["books"],
      deprecated: false,
      hidden: false,
      source: "app.ts:13",
    })
    expect(routes[6]).toMatchObject({ operation: "docs.reference", hidden: true })
  })
})

describe("maru explain", () => {
  it("shows the plan as a tree", async () => {
    const { code, stdout } = await project.maru(["explain", "POST /books"])
    expect(code).toBe(0)
    expect(stdout).toBe(`POST /books
books.create · tags books · app.ts:14
├─ middleware
│  └─ middleware  security headers  constant, the default
├─ parameters
│  ├─ read        x-token           from the header                                        app.ts:6
│  ├─ coerce      x-token           text to its type
│  └─ validate    x-token           faults are collected
│                 may answer 422 invalid-request
├─ body
│  ├─ read        input             from the JSON body                                     app.ts:14
│  │              may answer 400 invalid-json, 413 content-too-large, 415 unsupported-media-type
│  ├─ validate    input             faults are collected
│  │              may answer 422 invalid-request
│  └─ refuse      invalid request   all faults in one answer
│                 may answer 422 invalid-request
│                 skipped if no input is faulty
├─ providers
│  ├─ resolve     reader                                                                   app.ts:6
│  │              uses x-token
│  └─ resolve     shelf             has a teardown                                         app.ts:7
├─ handler
│  └─ call        handler                                                                  app.ts:14
│                 uses input, reader, shelf
├─ flush
│  └─ flush       shelf             writes what it holds, so that generated values exist
│                 skipped if it has nothing to flush
├─ encode
│  └─ encode      201               strip, check and write JSON                            app.ts:14
│                 uses handler
├─ teardown
│  └─ tear down   shelf             runs on behind its yield (commit); a failure is a 500  app.ts:7
└─ send
   └─ send        answer
`)
  })

  it("takes method and path as two arguments, and the file as an option", async () => {
    const { stdout } = await project.maru(["explain", "GET", "/books", "--app", "app.ts"])
    expect(stdout).toMatch(/^GET \/books\nbooks\.list/)
  })

  it("says what is near to something unknown", async () => {
    const { code, stdout, stderr } = await project.maru(["explain", "books.craete"])
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toBe(`No endpoint is "books.craete". Did you mean "books.create" or "books.read"?\n`)
    expect((await project.maru(["explain"])).stderr).toContain("Say which endpoint")
  })

  it("prints the plan as JSON", async () => {
    const plan = JSON.parse((await project.maru(["explain", "books.read", "--json"])).stdout)
    expect(plan).toMatchObject({
      method: "GET",
      path: "/books/:id",
      operation: "books.read",
      source: "app.ts:13",
      inputs: [{ in: "path", name: "id", required: true, many: false, file: false, source: "app.ts:13" }],
      outcomes: [{ kind: "returns", status: 200, mediaType: "application/json", source: "app.ts:13" }],
    })
    expect(plan.errors).toContainEqual({ status: 404, code: "book-missing" })
    expect(plan.steps[0]).toMatchObject({ phase: "middleware", name: "security headers" })
    expect(plan.steps[1]).toEqual({
      phase: "parameters",
      kind: "read",
      name: "id",
      note: "from the path",
      source: "app.ts:13",
      reads: [],
      errors: [{ status: 400, code: "invalid-encoding" }],
    })
    const phases: string[] = plan.steps.map(({ phase }: { phase: string }) => phase)
    expect([...new Set(phases)]).toEqual([
      "middleware",
      "parameters",
      "body",
      "providers",
      "handler",
      "flush",
      "encode",
      "teardown",
      "send",
    ])
  })
})

describe("findPlan", () => {
  const plans = async () => (await loadApp(join(project.folder, "app.ts"))).plans

  it.each([
    ["books.read", "GET /books/:id"],
    ["Books.Read", "GET /books/:id"],
    ["GET /books/:id", "GET /books/:id"],
    ["get /books/{id}", "GET /books/:id"],
    ["GET /books/42", "GET /books/:id"],
    ["HEAD /books/42", "GET /books/:id"],
    ["GET /b%6foks/4%202", "GET /books/:id"],
    ["/books/42?all=1", "GET /books/:id"],
    ["http://localhost:8000/authors", "GET /authors"],
    ["/docs", "GET /docs"],
  ])("finds %s", async (asked, title) => {
    const { method, path } = findPlan(await plans(), asked)
    expect(`${method} ${path}`).toBe(title)
  })

  it.each([
    ["GET /boks", `No endpoint is "GET /boks". Did you mean "GET /books"`],
    ["DELETE /books/1", `No endpoint is "DELETE /books/1".`],
    ["/books", `Which method? There are "GET /books" or "POST /books".`],
    ["nothing.of.the.kind", `No endpoint is "nothing.of.the.kind". "maru routes" lists them all.`],
  ])("does not find %s", async (asked, message) => {
    const all = await plans()
    expect(() => findPlan(all, asked)).toThrow(message)
  })
})

describe("maru openapi", () => {
  it("prints the document", async () => {
    const { code, stdout } = await project.maru(["openapi"])
    expect(code).toBe(0)
    const document = JSON.parse(stdout)
    expect(document.info).toEqual({ title: "Library", version: "2.1.0" })
    expect(Object.keys(document.paths)).toEqual(["/books", "/books/{id}", "/authors"])
  })

  it("writes it to a file", async () => {
    const { stdout } = await project.maru(["openapi", "--out", "openapi.json"])
    expect(stdout).toBe("Wrote openapi.json: 4 operations.\n")
    expect(JSON.parse(readFileSync(join(project.folder, "openapi.json"), "utf8"))).toMatchObject({ openapi: "3.1.1" })
  })
})
