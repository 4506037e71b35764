import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, body, get, put, raises, raw, returns, stream, use } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import {
  PreconditionFailed,
  PreconditionRequired,
  cacheControl,
  compression,
  conditions,
  entityTag,
  etag,
} from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"

const appOf = (...parts: AppPart[]) => new App({ title: "Test", version: "1", report: () => {} }, parts)
const ask = (app: App, headers: Record<string, string> = {}, path = "/") =>
  app.fetch(new Request(`http://localhost${path}`, { headers }))
const Text = z.object({ text: z.string() })
const read = get("/", {}, returns(200, Text), () => ({ text: "x".repeat(2000) }))

describe("an entity tag", () => {
  it("is made of the answer, and a 304 says that the client has it", async () => {
    const app = appOf(cacheControl({ maxAge: "1m" }), etag(), read)
    const first = await ask(app)
    const tag = first.headers.get("etag")!
    expect(tag).toMatch(/^"[\w-]{22}"$/)
    for (const header of [tag, `W/${tag}`, `"a", ${tag}`, "*"]) {
      const again = await ask(app, { "if-none-match": header })
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag])
      expect(again.headers.get("cache-control")).toBe("private, max-age=60")
      expect(again.headers.get("content-type")).toBeNull()
    }
    expect((await ask(app, { "if-none-match": '"other"' })).status).toBe(200)
  })

  it("is one for each coding, with compression around", async () => {
    const app = appOf(compression(), etag(), read)
    const [gzip, plain] = [await ask(app, { "accept-encoding": "gzip" }), await ask(app)]
    const tag = gzip.headers.get("etag")!
    expect(tag).not.toBe(plain.headers.get("etag"))
    const again = await ask(app, { "accept-encoding": "gzip", "if-none-match": tag })
    expect([again.status, again.headers.get("etag")]).toEqual([304, tag])
  })

  it("and all that describes an answer is the same for HEAD", async () => {
    const lines = get("/lines", {}, stream("text/plain"), async function* () {
      yield "x".repeat(2000)
    })
    const large = get("/large", {}, raw("text/plain"), () => "x".repeat(100_000))
    const app = appOf(compression(), etag(), read, lines, large)
    await using server = await serve(app, { port: 0 })
    for (const path of ["/", "/lines", "/large"]) {
      for (const coding of ["gzip", "identity"]) {
        const [got, head] = await Promise.all(
          ["GET", "HEAD"].map(async (method) => {
            const headers = { "accept-encoding": coding, connection: "close" }
            const answer = await fetch(`${server.url}${path}`, { method, headers })
            const names = ["etag", "content-encoding", "vary", "content-type", "content-length"]
            return { text: await answer.text(), told: names.map((name) => `${name}: ${answer.headers.get(name)}`) }
          }),
        )
        expect(head).toEqual({ text: "", told: got!.told })
      }
    }
    const tag = (await ask(app)).headers.get("etag")!
    const conditional = new Request("http://localhost/", { method: "HEAD", headers: { "if-none-match": tag } })
    expect((await app.fetch(conditional)).status).toBe(304)
  })

  it("works over a socket; errors have none", async () => {
    await using server = await serve(appOf(etag(), read), { port: 0 })
    const tag = (await fetch(server.url)).headers.get("etag")!
    expect((await fetch(server.url, { headers: { "if-none-match": tag } })).status).toBe(304)
    expect((await fetch(`${server.url}/nowhere`)).headers.get("etag")).toBeNull()
  })

  it("is made of a version", () => {
    expect([entityTag(7), entityTag(7n), entityTag("v1.2")]).toEqual(['"7"', '"7"', '"v1.2"'])
    expect(entityTag('a"b')).toMatch(/^"[\w-]{22}"$/)
  })
})

describe("a condition", () => {
  const note = { version: 1, text: "a" }
  const parts = (check: "check" | "require") => [
    put(
      "/",
      { input: body(Text), conditions },
      returns(204),
      raises(412, PreconditionFailed),
      raises(428, PreconditionRequired),
      ({ input, conditions }) => {
        conditions[check]({ etag: entityTag(note.version) })
        note.version++
        note.text = input.text
      },
    ),
  ]
  const write = (check: "check" | "require", headers: Record<string, string>) =>
    appOf(...parts(check)).fetch(
      new Request("http://localhost/", {
        method: "PUT",
        headers: { "content-type": "application/json", ...headers },
        body: '{"text":"b"}',
      }),
    )

  it("lets one of two writers win, and tells the other", async () => {
    note.version = 1
    const answers = [await write("check", { "if-match": '"1"' }), await write("check", { "if-match": '"1"' })]
    expect(answers.map(({ status }) => status)).toEqual([204, 412])
    expect(await answers[1]!.json()).toMatchObject({ code: "precondition-failed" })
    expect(note.version).toBe(2)
  })

  it("may be required", async () => {
    expect((await write("check", {})).status).toBe(204)
    expect((await write("require", {})).status).toBe(428)
    expect((await write("check", { "if-none-match": "*" })).status).toBe(412)
  })
})

describe("cache control", () => {
  it("is for successes that say nothing themselves", async () => {
    const app = appOf(
      cacheControl({ public: true, maxAge: "1h", sharedMaxAge: "1d", staleWhileRevalidate: "30s", immutable: true }),
      read,
      get("/own", {}, returns(200, Text), use(cacheControl("no-store")), () => ({ text: "" })),
    )
    expect((await ask(app)).headers.get("cache-control")).toBe(
      "public, max-age=3600, s-maxage=86400, stale-while-revalidate=30, immutable",
    )
    expect((await ask(app, {}, "/own")).headers.get("cache-control")).toBe("no-store")
    expect((await ask(app, {}, "/nowhere")).headers.get("cache-control")).toBeNull()
  })

  it("has times", () => {
    expect(() => cacheControl({ maxAge: -1 })).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
  })
})
