import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { StartError } from "../../../src/errors/start-error.ts"
import { type StaticFiles, type StaticFilesOptions, staticFiles } from "../../../src/http/files/static-files.ts"
import { HttpError } from "../../../src/http/http-error.ts"
import { request, textOf } from "../requests.ts"

let folder = ""
let root = ""
let serve: StaticFiles

const files: Record<string, string> = {
  "secret.txt": "secret",
  "public-other/secret.txt": "secret",
  "public/index.html": "<home>",
  "public/app.js": "script",
  "public/app.js.br": "script.br",
  "public/app.js.gz": "script.gz",
  "public/only.css": "style",
  "public/only.css.gz": "style.gz",
  "public/logo.png": "png",
  "public/logo.png.gz": "never",
  "public/한글 이름.txt": "korean",
  "public/100%.txt": "percent",
  "public/.env": "secret",
  "public/.git/config": "secret",
  "public/.well-known/security.txt": "contact",
  "public/docs/index.html": "<docs>",
  "public/docs/a;b.txt": "semicolon",
  "public/empty/file.txt": "x",
  "public/assets/app-B1x9.js": "hashed",
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maru-static-"))
  root = join(folder, "public")
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, ".."), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  await symlink(join(folder, "secret.txt"), join(root, "leak.txt"))
  await symlink(folder, join(root, "up"))
  await symlink("../public-other", join(root, "sibling"))
  await symlink(".env", join(root, "dotted.txt"))
  await symlink("app.js", join(root, "alias.js"))
  await symlink("loop", join(root, "loop"))
  serve = staticFiles(root)
})
afterAll(() => rm(folder, { recursive: true }))

async function get(path: string, headers: Record<string, string> = {}, options?: StaticFilesOptions) {
  const [pathBelow = ""] = path.split("?")
  const response = await (options ? staticFiles(root, options) : serve)(request(path, headers), pathBelow)
  return (
    response && { status: response.status, text: await textOf(response), headers: Object.fromEntries(response.headers) }
  )
}

const navigation = { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-mode": "navigate" }

describe("staticFiles", () => {
  it.each([
    ["/app.js", "script", "text/javascript; charset=utf-8"],
    ["app.js", "script", "text/javascript; charset=utf-8"],
    ["/%61pp.js", "script", "text/javascript; charset=utf-8"],
    ["/logo.png", "png", "image/png"],
    ["/%ED%95%9C%EA%B8%80%20%EC%9D%B4%EB%A6%84.txt", "korean", "text/plain; charset=utf-8"],
    ["/100%25.txt", "percent", "text/plain; charset=utf-8"],
    ["/docs/a;b.txt", "semicolon", "text/plain; charset=utf-8"],
    ["/alias.js", "script", "text/javascript; charset=utf-8"],
    ["/.well-known/security.txt", "contact", "text/plain; charset=utf-8"],
    ["/", "<home>", "text/html; charset=utf-8"],
    ["", "<home>", "text/html; charset=utf-8"],
    ["/docs/", "<docs>", "text/html; charset=utf-8"],
  ])("serves %j", async (path, text, type) => {
    expect(await get(path)).toMatchObject({ status: 200, text, headers: { "content-type": type } })
  })

  it.each([
    "/missing.txt",
    "/app.js/",
    "/app.js/below",
    "/empty",
    "/empty/",
    "/loop",
    `/${"a".repeat(300)}`,
    "/APP.JS",
  ])("finds nothing at %j", async (path) => {
    expect(await get(path)).toBeUndefined()
  })

  it.each([
    "/../secret.txt",
    "/docs/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt",
    "/docs%2f..%2f..%2fsecret.txt",
    "/..\\secret.txt",
    "/%2e%2e%5csecret.txt",
    "/docs%2findex.html",
    "/..;/secret.txt",
    "/.../secret.txt",
    "//secret.txt",
    "/docs//index.html",
    "/./app.js",
    "/docs/.",
    "/leak.txt",
    "/up/secret.txt",
    "/up/",
    "/sibling/secret.txt",
    "/dotted.txt",
    "/.env",
    "/.git/config",
    "/%2eenv",
    "/../public-other/secret.txt",
  ])("does not serve %j", async (path) => {
    expect(await get(path)).toBeUndefined()
    expect((await get(path, navigation, { fallback: "index.html" }))?.text).not.toBe("secret")
  })

  it.each(["/%00", "/app.js%00.txt", "/%ff", "/%", "/%zz"])("refuses %j", async (path) => {
    await expect(get(path)).rejects.toMatchObject({ status: 400, code: "invalid-encoding" })
  })

  it("never gives away what is outside or hidden, whatever the path", async () => {
    const names = [
      ".",
      "..",
      "%2e",
      "%2E.",
      "/",
      "%2f",
      "\\",
      "%5c",
      "up",
      "sibling",
      "secret.txt",
      "public-other",
      ".env",
      ".git",
      "config",
      "leak.txt",
      "%00",
      ";",
      "docs",
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...names), { maxLength: 7 }), async (parts) => {
        const answer = await get(`/${parts.join("")}`).catch((error: unknown) => {
          expect(error).toBeInstanceOf(HttpError)
          return undefined
        })
        expect(answer?.text).not.toBe("secret")
      }),
      { numRuns: 500 },
    )
  })

  it("sends a folder without its slash there, relative to any prefix", async () => {
    expect(await get("/docs")).toMatchObject({ status: 307, headers: { location: "./docs/" } })
    expect(await get("/docs?a=1")).toMatchObject({ headers: { location: "./docs/?a=1" } })
    expect(await get("/%64ocs")).toMatchObject({ headers: { location: "./%64ocs/" } })
  })

  it("answers GET and HEAD alone", async () => {
    const head = await serve(request("/app.js", {}, { method: "HEAD" }), "/app.js")
    expect(head).toMatchObject({ status: 200, body: null })
    expect(head!.headers.get("content-length")).toBe("6")
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect(await serve(request("/app.js", {}, { method }), "/app.js")).toBeUndefined()
    }
  })

  it("answers ranges and conditions", async () => {
    const whole = await get("/logo.png")
    expect(await get("/logo.png", { "if-none-match": whole!.headers["etag"]! })).toMatchObject({
      status: 304,
      text: "",
    })
    expect(await get("/logo.png", { range: "bytes=1-" })).toMatchObject({ status: 206, text: "ng" })
  })

  describe("and compressed siblings", () => {
    it.each([
      ["/app.js", "gzip, deflate, br", "script.br", "br"],
      ["/app.js", "gzip", "script.gz", "gzip"],
      ["/app.js", "br;q=0.1, gzip", "script.gz", "gzip"],
      ["/only.css", "gzip, br", "style.gz", "gzip"],
      ["/only.css", "br", "style", undefined],
      ["/app.js", "identity", "script", undefined],
      ["/app.js", "", "script", undefined],
    ])("sends %s to those who take %j", async (path, accept, text, coding) => {
      const answer = await get(path, { "accept-encoding": accept })
      expect(answer).toMatchObject({ status: 200, text, headers: { vary: "accept-encoding" } })
      expect(answer!.headers["content-encoding"]).toBe(coding)
      expect(answer!.headers["content-length"]).toBe(String(text.length))
      expect(answer!.headers["content-type"]).toMatch(/^text\/(javascript|css)/)
    })

    it("gives each its own ETag", async () => {
      const etags = await Promise.all(
        ["br", "gzip", ""].map(
          async (coding) => (await get("/app.js", { "accept-encoding": coding }))!.headers["etag"],
        ),
      )
      expect(new Set(etags).size).toBe(3)
    })

    it("looks for none where content does not compress, or when told so", async () => {
      const image = await get("/logo.png", { "accept-encoding": "gzip" })
      expect(image).toMatchObject({ text: "png" })
      expect(image!.headers).not.toHaveProperty("vary")
      const script = await get("/app.js", { "accept-encoding": "br" }, { precompressed: false })
      expect(script).toMatchObject({ text: "script" })
      expect(script!.headers).not.toHaveProperty("vary")
    })
  })

  describe("and caching", () => {
    it("checks before each use, unless told otherwise", async () => {
      expect((await get("/app.js"))!.headers["cache-control"]).toBe("no-cache")
      expect((await get("/app.js", {}, { cacheControl: "max-age=60" }))!.headers["cache-control"]).toBe("max-age=60")
    })

    it("keeps hashed files for a year", async () => {
      const options = { immutable: /^\/assets\//g }
      const handle = staticFiles(root, options)
      for (const _ of [1, 2]) {
        const hashed = await handle(request("/"), "/assets/app-B1x9.js")
        expect(hashed!.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
      }
      expect((await get("/app.js", {}, options))!.headers["cache-control"]).toBe("no-cache")
    })
  })

  describe("and a fallback page", () => {
    const options = { fallback: "index.html", immutable: /^\/assets\// }

    it.each(["/posts/7", "/posts/", "/empty/", "/posts/jane.doe", "/page.html", "/assets/x"])(
      "answers a navigation to %j",
      async (path) => {
        expect(await get(path, navigation, options)).toMatchObject({
          status: 200,
          text: "<home>",
          headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" },
        })
        expect(await get(path, { accept: "text/html" }, options)).toMatchObject({ text: "<home>" })
      },
    )

    it.each<[string, Record<string, string>]>([
      ["/posts/7", {}],
      ["/posts/7", { accept: "*/*" }],
      ["/posts/7", { accept: "application/json" }],
      ["/posts/7", { accept: "text/html", "sec-fetch-mode": "cors" }],
      ["/missing.js", navigation],
      ["/missing.PNG", navigation],
      ["/posts/7", { accept: "x-text/htmlx" }],
    ])("leaves %s to others with %j", async (path, headers) => {
      expect(await get(path, headers, options)).toBeUndefined()
    })

    it("answers no other method", async () => {
      const post = request("/posts/7", navigation, { method: "POST" })
      expect(await staticFiles(root, options)(post, "/posts/7")).toBeUndefined()
    })
  })

  it("must have its folder and its fallback at start", () => {
    expect(() => staticFiles(join(folder, "nowhere"))).toThrow(StartError)
    expect(() => staticFiles(root, { fallback: "app.html" })).toThrow(expect.objectContaining({ code: "file-missing" }))
  })
})
