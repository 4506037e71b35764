import { writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { App, dependency, file, form, get, html, path, post, raw, returns, sse, stream } from "../../src/index.ts"
import type { AppPart, Scope, UploadedFile } from "../../src/index.ts"
import { client } from "../../src/testing.ts"
import { plainRequest } from "../app/requests.ts"

const info = { title: "Test", version: "1" }
const log: string[] = []
const told: string[] = []
afterEach(() => {
  log.length = 0
  told.length = 0
})

const appOf = (...parts: AppPart[]) =>
  new App({ ...info, report: ({ kind, error }) => void told.push(`${kind}: ${(error as Error).message}`) }, parts)
const api = (...parts: AppPart[]) => client(new App(info, parts), { failures: "answer" })
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

/** A resource that says how it ended. */
const session = (scope: Scope, failing = false) =>
  dependency(
    async function* () {
      try {
        yield 1
      } catch (error) {
        log.push(`rolled back: ${(error as Error).message}`)
        throw error
      }
      if (failing) throw new Error("commit failed")
      log.push("committed")
    },
    { scope },
  )

describe("a plan without awaits", () => {
  const counted = dependency(function* () {
    log.push("open")
    yield 7
    log.push("close")
  })

  it("costs no promise, generators included", async () => {
    const app = appOf(get("/", { counted }, raw("text/plain"), ({ counted }) => `${counted}`))
    await app.start()
    expect(app.handle(plainRequest("GET", "/"))).toMatchObject({ status: 200, body: "7" })
    expect(log).toEqual(["open", "close"])
  })

  it("costs none where it fails either", async () => {
    const app = appOf(
      get("/", { counted }, raw("text/plain"), () => {
        throw new Error("boom")
      }),
    )
    await app.start()
    expect(app.handle(plainRequest("GET", "/"))).toMatchObject({ status: 500 })
    expect(log).toEqual(["open"])
  })
})

describe("a resource of the response", () => {
  const failingReturn = (): AsyncIterable<string> => ({
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: "x" }),
      return: async () => {
        throw new Error("cannot be left")
      },
    }),
  })

  it("is closed where the client leaves before the first piece, and where the stream cannot even be left", async () => {
    const db = session("response")
    const app = appOf(
      get("/", { db }, stream(), async function* () {
        log.push("must not run")
        yield ""
      }),
      get("/failing", { db }, stream(), failingReturn),
    )
    await (await app.fetch(new Request("http://localhost/"))).body!.cancel()
    await (await app.fetch(new Request("http://localhost/failing"))).body!.cancel()
    expect(log).toEqual(["rolled back: The client went away.", "rolled back: The client went away."])
    expect(told).toEqual(["teardown: cannot be left"])
  })

  it("ends well before a HEAD, a 304 and any other answer without a stream leave", async () => {
    const db = session("response")
    const folder = await mkdtemp(join(tmpdir(), "maru-"))
    writeFileSync(join(folder, "a.txt"), "text")
    const none = returns(204)
    await using a = api(
      get("/stream", { db }, stream(), none, async function* () {
        yield ""
      } as never),
      get("/none", { db }, stream(), none, () => none()),
      get("/file", { db }, file(), () => join(folder, "a.txt")),
    )
    const { headers } = await a.get("/file")
    const answers = [
      await a.request("HEAD", "/stream"),
      await a.get("/none"),
      await a.get("/file", { headers: { "if-none-match": headers.get("etag")! } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 204, 304])
    expect(log).toEqual(["committed", "committed", "committed", "committed"])
    await rm(folder, { recursive: true })
  })

  it("that cannot commit breaks the stream off, or is a 500 where nothing was sent yet", async () => {
    const db = session("response", true)
    const none = returns(204)
    const app = appOf(
      get("/stream", { db }, stream("text/plain"), async function* () {
        yield "all"
      }),
      get("/none", { db }, stream(), none, () => none()),
    )
    await expect((await app.fetch(new Request("http://localhost/stream"))).text()).rejects.toThrow()
    expect((await app.fetch(new Request("http://localhost/none"))).status).toBe(500)
    expect(told).toEqual(["failure: commit failed"])
  })

  it("sees an error of the handler, of a request's teardown, and of an item that does not fit", async () => {
    const db = session("response")
    const failing = session("request", true)
    const seconds = dependency({ failing }, () => 1)
    const app = appOf(
      get("/handler", { db }, stream(), () => {
        throw new Error("no stream")
      }),
      get("/teardown", { db, seconds }, stream(), async function* () {
        yield "never"
      }),
      get("/item", { db }, sse(z.object({ n: z.int() })), async function* () {
        yield { n: "x" as never }
      }),
    )
    expect((await app.fetch(new Request("http://localhost/handler"))).status).toBe(500)
    expect((await app.fetch(new Request("http://localhost/teardown"))).status).toBe(500)
    await expect((await app.fetch(new Request("http://localhost/item"))).text()).rejects.toThrow()
    expect(log).toEqual([
      "rolled back: no stream",
      "rolled back: commit failed",
      expect.stringContaining("rolled back: The result does not fit"),
    ])
  })
})

describe("uploaded files", () => {
  it("are there while the answer streams, and gone behind it", async () => {
    const uploads: UploadedFile[] = []
    await using a = api(
      post("/", { upload: file() }, stream("text/plain"), async function* ({ upload }) {
        uploads.push(upload)
        await Promise.resolve()
        yield new TextDecoder().decode(await upload.bytes())
      }),
    )
    const data = new FormData()
    data.set("upload", new File(["x".repeat(100_000)], "a.txt"))
    expect((await (await a.post("/", { form: data })).text()).length).toBe(100_000)
    await expect(uploads[0]!.bytes()).rejects.toThrow()
  })

  it("are removed although the form's schema asks for nothing", async () => {
    await using a = api(post("/", { fields: form(z.object({})) }, returns(204), () => {}))
    const data = new FormData()
    data.set("upload", new File(["x".repeat(100_000)], "a.txt"))
    expect((await a.post("/", { form: data })).status).toBe(204)
  })
})

describe("a provider that returns a generator", () => {
  const make = async function* () {
    yield 1
  }
  const made = function* () {
    yield 1
  }

  it.each<[string, () => unknown]>([
    ["asynchronous", () => make()],
    ["synchronous", () => made()],
  ])("(%s) is told to be one", async (_, provider) => {
    const wrapped = dependency(provider)
    const app = appOf(get("/:id", { id: path(z.string()), wrapped }, html(), () => html`never`))
    expect((await app.fetch(new Request("http://localhost/1"))).status).toBe(500)
    expect(told).toEqual([expect.stringContaining('Provider "wrapped" returned a generator.')])
    await expect(app.run({ wrapped }, () => 1)).rejects.toThrow('Provider "wrapped" returned a generator.')
    await settled()
  })
})
