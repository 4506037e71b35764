import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { App, get, mount, options, path, post, raw, returns, site } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const info = { title: "Test", version: "1" }
const says = (text: string, at = "/") => get(at as "/", {}, raw("text/plain"), () => text)
const api = (...parts: AppPart[]) => client(new App(info, parts))

const folder = mkdtempSync(join(tmpdir(), "maru-"))
mkdirSync(join(folder, "page"))
writeFileSync(join(folder, "page/index.html"), "page")
writeFileSync(join(folder, "posts"), "a file")
afterAll(() => rmSync(folder, { recursive: true }))

describe("a mounted application", () => {
  const inner = new App(info, [
    says("root"),
    says("posts", "/posts"),
    get("/posts/:id/", { id: path(z.int()) }, raw("text/plain"), ({ id }) => `post ${id}`),
    post("/posts", {}, returns(201), () => {}),
  ])

  it.each([
    ["GET", "/legacy", 200, "root"],
    ["GET", "/legacy/", 200, "root"],
    ["GET", "/legacy/posts", 200, "posts"],
    ["GET", "/%6Cegacy/posts", 200, "posts"],
    ["HEAD", "/legacy/posts", 200, ""],
    ["POST", "/legacy/posts", 201, ""],
    ["OPTIONS", "/legacy/posts", 204, ""],
    ["PUT", "/legacy/posts", 405, undefined],
    ["GET", "/legacy/other", 404, undefined],
    ["GET", "/legacyposts", 404, undefined],
    ["GET", "/leg", 404, undefined],
    ["GET", "/legacy//posts", 400, undefined],
  ])("answers what no route does: %s %s is %i", async (method, target, status, text) => {
    await using a = api(says("front"), mount("/legacy/", inner))
    const response = await a.request(method, target)
    expect(response.status).toBe(status)
    if (text !== undefined) expect(await response.text()).toBe(text)
    if (status === 405 || status === 204) expect(response.headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS")
  })

  it("leaves paths to routes, and other methods of a known path too", async () => {
    await using a = api(says("own", "/legacy/posts"), mount("/legacy", inner))
    expect(await (await a.get("/legacy/posts")).text()).toBe("own")
    expect((await a.post("/legacy/posts")).status).toBe(405)
  })

  it("redirects within its prefix, however deep it is mounted", async () => {
    const outer = new App(info, [mount("/v1", inner)])
    await using a = api(mount("/legacy", outer))
    const slash = await a.get("/legacy/v1/posts/?a=1")
    expect([slash.status, slash.headers.get("location")]).toEqual([308, "/legacy/v1/posts?a=1"])
    expect((await a.get("/legacy/v1/posts/7")).headers.get("location")).toBe("/legacy/v1/posts/7/")
    expect(await (await a.get("/legacy/v1/posts/7/")).text()).toBe("post 7")
  })

  it("of the longest prefix answers, in whichever order they stand", async () => {
    const [a, b, c] = ["a", "b", "c"].map((text) => new App(info, [says(text), says(`${text} in`, "/in")]))
    const mounts = [mount("/", a!), mount("/x", b!), mount("/x/y", c!)]
    for (const parts of [mounts, mounts.toReversed()]) {
      await using all = api(...parts)
      const texts = ["/", "/in", "/x", "/x/in", "/x/y", "/x/y/in"].map(async (at) => (await all.get(at)).text())
      expect(await Promise.all(texts)).toEqual(["a", "a in", "b", "b in", "c", "c in"])
    }
  })

  it.each(["legacy", "/:version", "/a/*rest", "", "/a//b", "/a%20b", "/.."])("has a clear prefix, not %j", (prefix) => {
    for (const make of [() => mount(prefix, inner), () => site(folder, { prefix })]) {
      expect(make).toThrow(expect.objectContaining({ code: "pattern-invalid" }) as Error)
    }
  })

  it("may have a prefix beyond ASCII", async () => {
    await using a = api(mount("/옛날", inner))
    expect(await (await a.get("/옛날/posts")).text()).toBe("posts")
    expect((await a.get("/옛날/posts/")).headers.get("location")).toBe(encodeURI("/옛날/posts"))
  })
})

describe("a folder below the routes", () => {
  it("is asked where no route and no longer mount answers, before a slash is corrected", async () => {
    const inner = new App(info, [says("app", "/posts")])
    await using a = api(says("route", "/route"), mount("/app", inner), site(folder), site(folder, { prefix: "/files" }))
    const answers = ["/route", "/app/posts", "/posts", "/files/posts", "/page/", "/files/page/"].map(async (at) =>
      (await a.get(at)).text(),
    )
    expect(await Promise.all(answers)).toEqual(["route", "app", "a file", "a file", "page", "page"])
    const slash = await a.get("/route/")
    expect([slash.status, slash.headers.get("location")]).toEqual([308, "/route"])
    expect((await a.get("/files/page")).headers.get("location")).toBe("./page/")
    expect((await a.request("DELETE", "/posts")).status).toBe(404)
  })
})

describe("last slashes, methods and mounts", () => {
  const parts = (): AppPart[] => [
    says("plain", "/plain"),
    says("slash", "/slash/"),
    post("/only-post", {}, returns(204), () => {}),
    options("/own", {}, raw("text/plain"), () => "own options"),
  ]
  const table: [string, string, "redirect" | "strict" | "ignore", number, string | null][] = [
    ["GET", "/plain/", "redirect", 308, "/plain"],
    ["GET", "/slash", "redirect", 308, "/slash/"],
    ["HEAD", "/plain/", "redirect", 308, "/plain"],
    ["POST", "/plain/", "redirect", 308, "/plain"],
    ["GET", "/only-post/", "redirect", 308, "/only-post"],
    ["OPTIONS", "/plain/", "redirect", 308, "/plain"],
    ["GET", "/plain/", "strict", 404, null],
    ["OPTIONS", "/plain/", "strict", 404, null],
    ["GET", "/plain/", "ignore", 200, null],
    ["HEAD", "/slash", "ignore", 200, null],
    ["POST", "/plain/", "ignore", 405, null],
    ["OPTIONS", "/plain/", "ignore", 204, null],
    ["GET", "/only-post/", "ignore", 405, null],
    ["OPTIONS", "/own", "redirect", 200, null],
    ["OPTIONS", "/own/", "ignore", 200, null],
    ["GET", "/own", "redirect", 405, null],
    ["OPTIONS", "/nothing", "redirect", 404, null],
    ["PROPFIND", "/plain", "redirect", 405, null],
    ["PROPFIND", "/nothing", "redirect", 404, null],
  ]

  it.each(table)("%s %s, %s: %i", async (method, target, trailingSlash, status, location) => {
    await using a = client(new App({ ...info, trailingSlash }, parts()))
    const response = await a.request(method, target)
    expect([response.status, response.headers.get("location")]).toEqual([status, location])
    if (method === "HEAD") expect(await response.text()).toBe("")
  })
})
