import { brotliDecompressSync, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  body,
  bodyLimit,
  file,
  form,
  get,
  middleware,
  post,
  raw,
  request,
  returns,
  site,
  sse,
  stream,
} from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { negotiate } from "../../src/middleware/compression/negotiation.ts"
import { type CompressionOptions, compression, decompression } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"
import { folder } from "../server/harness.ts"

const reports: string[] = []
const appOf = (...parts: AppPart[]) =>
  new App({ title: "Test", version: "1", report: ({ error }) => void reports.push(String(error)) }, parts)
const long = "마루 is an open floor. ".repeat(400)
const decode = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync } as const
type Coding = keyof typeof decode

const text = get("/", {}, raw("text/plain; charset=utf-8"), () => long)
const ask = (app: App, path = "/", headers: Record<string, string> = { "accept-encoding": "gzip" }, method = "GET") =>
  app.fetch(new Request(`http://localhost${path}`, { method, headers }))
const plain = async (response: Response) =>
  decode[response.headers.get("content-encoding") as Coding](Buffer.from(await response.arrayBuffer())).toString()

describe("what the client prefers", () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["gzip", "gzip"],
    ["x-gzip", "gzip"],
    ["gzip, deflate, br, zstd", "zstd"],
    ["gzip;q=1, br;q=0.9", "gzip"],
    ["br;q=0.5, gzip;q=0.5", "br"],
    ["gzip;q=0", undefined],
    ["*", "zstd"],
    ["*;q=0.1, br", "br"],
    ["zstd;q=0, *", "br"],
    ["identity, gzip;q=0.5", undefined],
    ["deflate, compress", undefined],
    ["GZIP ; Q=0.8", "gzip"],
    ["gzip;q=abc", undefined],
    ["__proto__, constructor", undefined],
  ])("of %j is %s", (header, coding) => {
    expect(negotiate(header, ["zstd", "br", "gzip"])).toBe(coding)
  })
})

describe("an answer", () => {
  it.each(["gzip", "br", "zstd"] as const)("is compressed with %s", async (coding) => {
    const response = await ask(appOf(compression(), text), "/", { "accept-encoding": coding })
    expect(response.headers.get("content-encoding")).toBe(coding)
    expect(response.headers.get("vary")).toBe("accept-encoding")
    expect(await plain(response)).toBe(long)
  })

  it.each<[string, AppPart, Record<string, string>?]>([
    ["small", get("/", {}, raw("text/plain"), () => "small")],
    ["an image", get("/", {}, raw("image/png"), () => long)],
    ["asked for without", text, {}],
    ["asked for plain", text, { "accept-encoding": "gzip;q=0" }],
    ["without a body", get("/", {}, returns(204), () => {})],
  ])("that is %s stays as it is", async (_, part, headers) => {
    const response = await ask(appOf(compression(), part), "/", headers)
    expect(response.headers.get("content-encoding")).toBeNull()
  })

  it("that is compressed already, or must not be, stays as it is", async () => {
    for (const [name, value] of [
      ["content-encoding", "gzip"],
      ["cache-control", "private, no-transform"],
    ]) {
      const set = middleware("set", async (_request, next) => {
        const answer = await next()
        answer.headers.set(name!, value!)
        return answer
      })
      const { body: sent } = await appOf(compression(), set, text).handle({
        ...(await import("../app/requests.ts")).plainRequest("GET", "/", { "accept-encoding": "gzip" }),
      })
      expect(sent).toBe(long)
    }
  })

  it("says that it varies where it is sent plain", async () => {
    expect((await ask(appOf(compression(), text), "/", {})).headers.get("vary")).toBe("accept-encoding")
  })

  it("of more than a piece, and errors, are compressed too", async () => {
    const big = "0123456789abcdef".repeat(20_000)
    const app = appOf(
      compression({ minSize: 0 }),
      get("/", {}, raw("text/plain"), () => big),
    )
    expect(await plain(await ask(app))).toBe(big)
    const missing = await ask(app, "/nowhere")
    expect([missing.status, JSON.parse(await plain(missing)).code]).toEqual([404, "not-found"])
  })

  it("arrives over a socket, with the right length", async () => {
    await using server = await serve(appOf(compression(), text), { port: 0 })
    for (const coding of ["gzip", "br", "zstd"]) {
      const response = await fetch(server.url, { headers: { "accept-encoding": coding } })
      expect(response.headers.get("content-encoding")).toBe(coding)
      expect(await response.text()).toBe(long)
    }
    expect(await (await fetch(server.url, { headers: { "accept-encoding": "identity" } })).text()).toBe(long)
  })
})

describe("a stream", () => {
  it("leaves piece by piece, as it is made", async () => {
    const go = Promise.withResolvers<void>()
    const app = appOf(
      compression(),
      get("/", {}, stream("text/plain"), async function* () {
        yield "first "
        await go.promise
        yield "second"
      }),
    )
    const response = await ask(app)
    expect(response.headers.get("content-encoding")).toBe("gzip")
    const reader = response.body!.pipeThrough(new DecompressionStream("gzip")).getReader()
    const first = await reader.read()
    expect(Buffer.from(first.value!).toString()).toBe("first ")
    go.resolve()
    expect(Buffer.from((await reader.read()).value!).toString()).toBe("second")
    expect((await reader.read()).done).toBe(true)
  })

  it("is pulled only as fast as it is read, and closed when nobody reads", async () => {
    let made = 0
    const closed = Promise.withResolvers<void>()
    const app = appOf(
      compression(),
      get("/", {}, stream("text/plain"), async function* () {
        try {
          for (;;) {
            made++
            yield Buffer.from(crypto.getRandomValues(new Uint8Array(32 * 1024))).toString("base64")
          }
        } finally {
          closed.resolve()
        }
      }),
    )
    const reader = (await ask(app)).body!.getReader()
    await reader.read()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(made).toBeLessThan(30)
    await reader.cancel()
    await closed.promise
  })

  it("of server-sent events stays as it is", async () => {
    const app = appOf(
      compression(),
      get("/", {}, sse(z.object({ data: z.string() })), async function* () {
        yield { data: long }
      }),
    )
    const response = await ask(app)
    expect(response.headers.get("content-encoding")).toBeNull()
    await response.body?.cancel()
  })
})

describe("a file", () => {
  it("has another tag when it is compressed, by which it is known again; a part stays a part", async () => {
    using files = folder({ "a.txt": long })
    const app = appOf(compression(), site(files.path(".")))
    const [first, uncompressed] = [await ask(app, "/a.txt"), await ask(app, "/a.txt", {})]
    expect(await plain(first)).toBe(long)
    const [coded, tag] = [first, uncompressed].map(({ headers }) => headers.get("etag")!)
    expect(coded).not.toBe(tag)
    expect(coded).toContain("-gzip")
    const again = await ask(app, "/a.txt", { "accept-encoding": "gzip", "if-none-match": coded! })
    expect([again.status, again.headers.get("etag"), again.headers.get("vary")]).toEqual([
      304,
      coded,
      "accept-encoding",
    ])
    expect((await ask(app, "/a.txt", { "if-none-match": tag! })).status).toBe(304)
    const part = await ask(app, "/a.txt", { "accept-encoding": "gzip", range: "bytes=0-3" })
    expect([part.status, part.headers.get("content-encoding")]).toEqual([206, null])
  })
})

describe("options", () => {
  it.each([{ codings: [] }, { codings: ["deflate"] }] as unknown as CompressionOptions[])(
    "%j are refused",
    (options) => {
      expect(() => compression(options)).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
    },
  )
})

describe("a compressed request", () => {
  const Numbered = z.object({ n: z.int() })
  const app = appOf(
    decompression(),
    post("/", { input: body(Numbered) }, returns(200, Numbered), bodyLimit(50_000), ({ input }) => input),
    post("/form", { n: form(z.int()) }, returns(204), () => {}),
    post("/upload", { upload: file() }, returns(204), bodyLimit(50_000), () => {}),
    post("/seen", { request }, raw("text/plain"), ({ request }) => JSON.stringify([...request.headers()])),
  )
  const send = (path: string, content: Uint8Array, coding: string, type = "application/json") =>
    app.fetch(
      new Request(`http://localhost${path}`, {
        method: "POST",
        body: content as Uint8Array<ArrayBuffer>,
        headers: { "content-type": type, "content-encoding": coding },
      }),
    )

  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["ZSTD", zstdCompressSync],
  ] as const)("is read: %s", async (coding, compress) => {
    const response = await send("/", compress('{"n":7}'), coding)
    expect(await response.json()).toEqual({ n: 7 })
    expect((await send("/form", compress("n=7"), coding, "application/x-www-form-urlencoded")).status).toBe(204)
    expect(await (await send("/seen", compress("x"), coding)).text()).not.toContain("encoding")
  })

  it("that is a bomb is a 413 as soon as its limit is passed, as JSON and as a form", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, " "))
    expect(bomb.byteLength).toBeLessThan(250_000)
    const before = process.memoryUsage().rss
    expect((await send("/", bomb, "gzip")).status).toBe(413)
    const head = Buffer.from('--x\r\ncontent-disposition: form-data; name="upload"; filename="a"\r\n\r\n')
    const upload = gzipSync(Buffer.concat([head, Buffer.alloc(50 * 1024 * 1024)]))
    expect((await send("/upload", upload, "gzip", "multipart/form-data; boundary=x")).status).toBe(413)
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
  })

  it.each<[string, Uint8Array, number]>([
    ["deflate", gzipSync("{}"), 415],
    ["gzip, gzip", gzipSync("{}"), 415],
    ["constructor", gzipSync("{}"), 415],
    ["gzip", new TextEncoder().encode('{"n":7}'), 400],
    ["gzip", gzipSync('{"n":7}').subarray(0, 12), 400],
  ])("%s that cannot be read: %#", async (coding, content, status) => {
    const response = await send("/", content, coding)
    expect(response.status).toBe(status)
    if (status === 415) expect(response.headers.get("accept-encoding")).toBe("zstd, br, gzip")
  })

  it("is read over a socket, and a bomb costs its limit", async () => {
    await using server = await serve(app, { port: 0 })
    const post = (content: Uint8Array) =>
      fetch(server.url, {
        method: "POST",
        body: content as Uint8Array<ArrayBuffer>,
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
      })
    expect(await (await post(gzipSync('{"n":7}'))).json()).toEqual({ n: 7 })
    expect((await post(gzipSync(Buffer.alloc(20 * 1024 * 1024, " ")))).status).toBe(413)
  })
})
