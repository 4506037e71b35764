import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  type AppOptions,
  type DocsOptions,
  type OpenApiDocument,
  docs,
  get,
  mount,
  openapiDocument,
  query,
  returns,
} from "../../src/index.ts"

const hello = get("/hello", { name: query(z.string()) }, returns(200, z.string()), ({ name }) => `Hello ${name}`)

function documented(options?: DocsOptions, about: Partial<AppOptions> = {}): App {
  return new App({ title: "A & B", version: "1.0.0", ...about }, [docs(options), hello])
}

const ask = (app: App, path: string, init?: RequestInit) => app.fetch(new Request(`http://localhost${path}`, init))

/** What a page loads, as absolute paths. */
async function linksOf(app: App, path: string): Promise<Record<string, string[]>> {
  const markup = await (await ask(app, path)).text()
  const all = (pattern: RegExp) =>
    [...markup.matchAll(pattern)].map((match) => new URL(match[1]!, `http://localhost${path}`).pathname)
  return {
    scripts: all(/<script src="([^"]+)"/g),
    styles: all(/<link rel="stylesheet" href="([^"]+)"/g),
    document: all(/data-document="([^"]+)"/g),
    root: all(/data-root="([^"]+)"/g),
  }
}

describe("the document", () => {
  it("is that of the application without its docs", async () => {
    const app = documented()
    const response = await ask(app, "/openapi.json")
    expect(response.status).toBe(200)
    expect(response.headers.get("content-type")).toBe("application/json")
    const document = (await response.json()) as OpenApiDocument
    expect(document).toEqual(JSON.parse(JSON.stringify(openapiDocument(app))))
    expect(Object.keys(document.paths)).toEqual(["/hello"])
  })

  it("is sent only to those who do not have it", async () => {
    const app = documented()
    const etag = (await ask(app, "/openapi.json")).headers.get("etag")!
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const again = await ask(app, "/openapi.json", { headers: { "if-none-match": known } })
      expect([known, again.status, await again.text(), again.headers.get("etag")]).toEqual([known, 304, "", etag])
    }
    const other = await ask(app, "/openapi.json", { headers: { "if-none-match": `"other"` } })
    expect(other.status).toBe(200)
    const changed = (await ask(documented({}, { version: "1.0.1" }), "/openapi.json")).headers.get("etag")
    expect(changed).not.toBe(etag)
  })

  it("that contradicts itself stops the start", async () => {
    const twin = (id: string, path: string) =>
      get(path as "/", {}, returns(200, z.object({ [id]: z.string() }).meta({ id: "Twin" })), () => undefined as never)
    const app = new App({ title: "t", version: "1" }, [docs(), twin("a", "/a"), twin("b", "/b")])
    await expect(app.start()).rejects.toMatchObject({ code: "document-clash" })
  })
})

describe("the pages", () => {
  it.each(["/docs", "/reference"])("%s loads everything from this application", async (path) => {
    const app = documented()
    const { scripts, styles, document, root } = await linksOf(app, path)
    expect(document).toEqual(["/openapi.json"])
    expect(root).toEqual(["/"])
    expect(scripts).toHaveLength(2)
    for (const file of [...scripts!, ...styles!]) {
      const response = await ask(app, file)
      expect([file, response.status]).toEqual([file, 200])
      expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
      expect(response.headers.get("x-content-type-options")).toBe("nosniff")
      expect(response.headers.get("content-type")).toBe(
        file.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
      )
      expect(await response.text()).not.toContain("cdn.redoc.ly")
    }
  })

  it("allow no script but their own files", async () => {
    const response = await ask(documented(), "/docs")
    const policy = response.headers.get("content-security-policy")!.split("; ")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    const markup = await response.text()
    expect(markup).not.toMatch(/<script(?![^>]* src=)/)
    expect(markup).not.toMatch(/ on\w+=/)
    expect(markup).toContain("<title>A &amp; B</title>")
  })

  it("may reach the servers of the document", async () => {
    const servers = [{ url: "https://api.example/v1" }, { url: "/here" }, { url: "https://api.example/v2" }]
    const response = await ask(documented({}, { servers }), "/docs")
    expect(response.headers.get("content-security-policy")).toContain("connect-src 'self' https://api.example;")
  })

  it("work below a mount and behind a trailing slash", async () => {
    const outer = new App({ title: "outer", version: "1" }, [mount("/inner/app", documented())])
    const { scripts, document, root } = await linksOf(outer, "/inner/app/docs")
    expect(document).toEqual(["/inner/app/openapi.json"])
    expect(root).toEqual(["/inner/app/"])
    expect((await ask(outer, scripts![0]!)).status).toBe(200)

    const slash = documented({}, { trailingSlash: "ignore" })
    expect(await linksOf(slash, "/docs/")).toEqual(await linksOf(slash, "/docs"))
  })

  it("can be renamed, and switched off", async () => {
    const app = documented({ document: "/api/schema.json", ui: "/api/try", reference: false, title: "Mine" })
    const { scripts, document, root } = await linksOf(app, "/api/try")
    expect(document).toEqual(["/api/schema.json"])
    expect(root).toEqual(["/"])
    expect(scripts![0]).toMatch(/^\/api\/try\/assets\//)
    expect(await (await ask(app, "/api/try")).text()).toContain("<title>Mine</title>")
    for (const gone of ["/docs", "/reference", "/openapi.json"]) expect((await ask(app, gone)).status).toBe(404)

    const reading = documented({ ui: false })
    expect((await linksOf(reading, "/reference"))["scripts"]![0]).toMatch(/^\/reference\/assets\//)
    const bare = documented({ ui: false, reference: false })
    expect((await ask(bare, "/openapi.json")).status).toBe(200)
    expect((await ask(bare, "/docs/assets/")).status).toBe(404)
  })

  it("say what a file is called only by its content", async () => {
    const app = documented()
    const [script] = (await linksOf(app, "/docs"))["scripts"]!
    for (const other of [
      script!.replace(/\.[0-9a-f]{12}\./, ".000000000000."),
      "/docs/assets/swagger-ui-bundle.js",
      "/docs/assets/..%2fpackage.json",
      "/docs/assets/constructor",
      "/docs/assets/",
    ]) {
      expect([other, (await ask(app, other)).status]).toEqual([other, 404])
    }
    expect((await ask(app, script!, { method: "HEAD" })).status).toBe(200)
    expect((await ask(app, script!, { method: "POST" })).status).toBe(404)
  })

  it("may not take the place of an endpoint", async () => {
    const app = documented({ document: "/hello" })
    await expect(app.start()).rejects.toMatchObject({ code: "route-duplicate" })
    await expect(app.start()).rejects.toThrow(/docs\.test\.ts:\d+\n.*docs\.test\.ts:\d+/)
  })
})
