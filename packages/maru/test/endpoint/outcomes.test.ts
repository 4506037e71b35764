import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  type AppPart,
  dependency,
  get,
  html,
  jsonLines,
  raw,
  redirect,
  returns,
  serverEvent,
  sse,
  stream,
  unsafeHtml,
} from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const Tick = z.object({ n: z.int(), at: z.date() })
const at = new Date(0)
const api = (...parts: AppPart[]) => client(new App({ title: "t", version: "1" }, parts))

describe("text outcomes", () => {
  it("escapes what is put into HTML, and refuses plain strings", async () => {
    const page = get(
      "/:name" as "/",
      {},
      html(),
      () => html`<p title="${'"'}">${"<b>"} ${unsafeHtml("<i>")} ${[html`<u>`, "&"]}</p>`,
    )
    const response = await api(page).get("/x")
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(await response.text()).toBe('<p title="&quot;">&lt;b&gt; <i> <u>&amp;</p>')
    const plain = get("/", {}, html(), () => "<script>" as never)
    await expect(api(plain).get("/")).rejects.toThrow("a plain string would not be escaped")
  })

  it("redirects to encoded places, and cannot be split", async () => {
    const moved = redirect(308)
    const response = await api(get("/", {}, moved, () => "/글?a=%20b\r\nset-cookie: x")).get("/")
    expect([response.status, response.headers.get("location")]).toEqual([308, "/%EA%B8%80?a=%20b%0D%0Aset-cookie:%20x"])
    expect(response.headers.get("set-cookie")).toBeNull()
    expect((await api(get("/", {}, redirect(), () => "/")).get("/")).status).toBe(303)
  })

  it("sends raw text and bytes as they are", async () => {
    const csv = await api(get("/", {}, raw("text/csv"), () => "a,b")).get("/")
    expect([csv.headers.get("content-type"), await csv.text()]).toEqual(["text/csv", "a,b"])
    const bytes = await api(get("/", {}, raw(), () => new Uint8Array([1, 2]))).get("/")
    expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([1, 2])
  })
})

describe("streaming outcomes", () => {
  const ticks = async function* () {
    yield { n: 1, at, secret: 1 }
    yield { n: 2, at }
  }

  it("encodes typed items as events", async () => {
    const events = get("/", {}, sse(Tick), async function* () {
      yield* ticks()
      yield serverEvent({ n: 3, at }, { event: "last", id: "3" })
    })
    const response = await api(events).get("/")
    expect(response.headers.get("content-type")).toBe("text/event-stream")
    const data = (n: number) => `data: {"n":${n},"at":"1970-01-01T00:00:00.000Z"}\n`
    expect(await response.text()).toBe(`${data(1)}\n${data(2)}\nevent: last\nid: 3\n${data(3)}\n`)
  })

  it("encodes typed items as lines and pieces as they are", async () => {
    const lines = await api(get("/", {}, jsonLines(Tick), () => ticks())).get("/")
    expect((await lines.text()).split("\n")).toHaveLength(3)
    const pieces = get("/", {}, stream("text/plain"), async function* () {
      yield "a"
      yield new TextEncoder().encode("b")
    })
    expect(await (await api(pieces).get("/")).text()).toBe("ab")
  })

  const log: string[] = []
  const session = (scope: "request" | "response") =>
    dependency(
      async function* () {
        log.push("open")
        const state = { open: true }
        try {
          yield state
          log.push("commit")
        } catch (error) {
          log.push(`rollback ${(error as Error).name}`)
        } finally {
          state.open = false
        }
      },
      { scope },
    )

  it("never meets a closed session: one of the request is refused at start", async () => {
    const endpoint = get("/", { db: session("request") }, stream(), async function* () {})
    await expect(api(endpoint).get("/")).rejects.toMatchObject({ code: "stream-resource" })
    const below = dependency({ db: session("request") }, ({ db }) => db.open)
    const fine = get("/", { below }, stream(), async function* ({ below }) {
      yield String(below)
    })
    log.length = 0
    expect(await (await api(fine).get("/")).text()).toBe("true")
    expect(log).toEqual(["open", "commit"])
  })

  it("keeps one of the response open until the stream has ended, failed or been left", async () => {
    let next: (() => void) | undefined
    const endpoint = (end: "end" | "fail" | "wait") =>
      get("/", { db: session("response") }, stream("text/plain"), async function* ({ db }) {
        yield `open ${db.open};`
        await Promise.resolve()
        if (end === "fail") throw new RangeError("no")
        if (end === "wait") await new Promise<void>((resolve) => (next = resolve))
        yield `open ${db.open}`
      })
    log.length = 0
    expect(await (await api(endpoint("end")).get("/")).text()).toBe("open true;open true")
    expect(log).toEqual(["open", "commit"])
    log.length = 0
    await expect((await api(endpoint("fail")).get("/")).text()).rejects.toThrow()
    expect(log).toEqual(["open", "rollback RangeError"])
    log.length = 0
    const reader = (await api(endpoint("wait")).get("/")).body!.getReader()
    await reader.read()
    const left = reader.cancel()
    await new Promise((resolve) => setTimeout(resolve, 5))
    next?.()
    await left
    expect(log).toEqual(["open", "rollback HttpError"])
  })

  it("lets HEAD go without running the stream", async () => {
    log.length = 0
    const endpoint = get("/", { db: session("response") }, stream(), async function* () {
      log.push("must not run")
      yield ""
    })
    const response = await api(endpoint).request("HEAD", "/")
    expect(response.status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(log).toEqual(["open", "commit"])
  })

  it("documents items, media types and redirects for the docs", () => {
    const app = new App({ title: "t", version: "1" }, [
      get("/", {}, sse(Tick), () => ticks()),
      get("/r", {}, redirect(), returns(204), () => "/"),
    ])
    expect(app.plans.map((plan) => plan.outcomes.map((doc) => [doc.status, doc.mediaType, doc.itemwise]))).toEqual([
      [[200, "text/event-stream", true]],
      [
        [303, undefined, false],
        [204, undefined, false],
      ],
    ])
  })
})
