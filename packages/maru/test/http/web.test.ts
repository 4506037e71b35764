import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Answer } from "../../src/http/answer.ts"
import { HeaderList } from "../../src/http/header-list.ts"
import { HttpError } from "../../src/http/http-error.ts"
import type { HttpBody } from "../../src/http/message.ts"
import { fromWebRequest, toWebResponse } from "../../src/http/web.ts"

function post(body: string | Uint8Array<ArrayBuffer> | ReadableStream, headers: Record<string, string> = {}) {
  return new Request("http://localhost/", { method: "POST", body, headers, duplex: "half" } as RequestInit)
}

async function refusal(promise: Promise<unknown>): Promise<{ status: number; code: string }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(HttpError)
  return { status: (error as HttpError).status, code: (error as HttpError).code }
}

/** A stream of one-byte pieces that tells how many were taken and whether it was cancelled. */
function bytesOf(count: number) {
  const seen = { taken: 0, cancelled: false }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.taken++ < count) controller.enqueue(new Uint8Array([97]))
        else controller.close()
      },
      cancel() {
        seen.cancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  return { seen, stream }
}

describe("fromWebRequest", () => {
  it("takes the parts of the target as they are", () => {
    const request = fromWebRequest(new Request("https://board.example:8443/a%2Fb/c;x?q=%20&r#frag", { method: "put" }))
    expect(request).toMatchObject({
      method: "PUT",
      scheme: "https",
      host: "board.example:8443",
      path: "/a%2Fb/c;x",
      search: "q=%20&r",
      remoteAddress: undefined,
    })
    expect(fromWebRequest(new Request("http://localhost")).path).toBe("/")
    expect(fromWebRequest(new Request("http://localhost?a=1"))).toMatchObject({ path: "/", search: "a=1" })
    expect(fromWebRequest(new Request("http://localhost/a?"))).toMatchObject({ path: "/a", search: "" })
    expect(fromWebRequest(new Request("http://localhost/a#b?c"))).toMatchObject({ path: "/a", search: "" })
  })

  it("prefers the Host header that was sent", () => {
    expect(fromWebRequest(new Request("http://localhost/", { headers: { host: "a.example" } })).host).toBe("a.example")
  })

  it("refuses a URL without an authority", () => {
    expect(() => fromWebRequest({ url: "/a", method: "GET" } as Request)).toThrow("The request has no valid host.")
  })

  it("reads headers", () => {
    const request = fromWebRequest(
      new Request("http://localhost/", {
        headers: [
          ["X-A", "1"],
          ["x-a", "2"],
        ],
      }),
      {
        remoteAddress: "127.0.0.1",
      },
    )
    expect(request.header("x-a")).toBe("1, 2")
    expect(request.header("x-b")).toBeUndefined()
    expect([...request.headers()]).toContainEqual(["x-a", "1, 2"])
    expect(request.remoteAddress).toBe("127.0.0.1")
  })

  it("hands on the abort signal", () => {
    const controller = new AbortController()
    const request = fromWebRequest(new Request("http://localhost/", { signal: controller.signal }))
    expect(request.signal.aborted).toBe(false)
    controller.abort()
    expect(request.signal.aborted).toBe(true)
  })

  it("reads a body as bytes and as text", async () => {
    expect(await fromWebRequest(post("마루")).text(6)).toBe("마루")
    expect(await fromWebRequest(post(new Uint8Array([1, 2, 3]))).bytes(3)).toEqual(new Uint8Array([1, 2, 3]))
    expect(await fromWebRequest(post(bytesOf(5).stream)).text(5)).toBe("aaaaa")
    expect(await fromWebRequest(new Request("http://localhost/")).text(0)).toBe("")
    expect(await fromWebRequest(post("")).bytes(0)).toEqual(new Uint8Array(0))
  })

  it("drops one byte order mark", async () => {
    expect(await fromWebRequest(post(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).text(9)).toBe("a")
  })

  it.each([
    ["a lone continuation byte", [0x80]],
    ["an overlong form", [0xc0, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a cut sequence", [0xeb, 0xa7]],
  ])("refuses %s in a text", async (_, bytes) => {
    expect(await refusal(fromWebRequest(post(new Uint8Array(bytes))).text(9))).toEqual({
      status: 400,
      code: "invalid-encoding",
    })
  })

  it("counts while reading and stops at the limit", async () => {
    const { seen, stream } = bytesOf(1000)
    expect(await refusal(fromWebRequest(post(stream)).bytes(10))).toEqual({ status: 413, code: "content-too-large" })
    expect(seen.taken).toBeLessThan(20)
    expect(seen.cancelled).toBe(true)
  })

  it.each([true, false])("refuses a declared length over the limit before reading (trusted: %s)", async (trusted) => {
    const { seen, stream } = bytesOf(3)
    const request = fromWebRequest(post(stream, { "content-length": "11" }), { trustContentLength: trusted })
    expect(await refusal(request.bytes(10))).toEqual({ status: 413, code: "content-too-large" })
    expect(seen.taken).toBe(0)
  })

  it("reads at once where the server vouches for the length", async () => {
    const request = fromWebRequest(post("abc", { "content-length": "3" }), { trustContentLength: true })
    expect(await request.text(3)).toBe("abc")
    const empty = fromWebRequest(post("", { "content-length": "0" }), { trustContentLength: true })
    expect(await empty.text(3)).toBe("")
    const chunked = fromWebRequest(post(bytesOf(4).stream), { trustContentLength: true })
    expect(await refusal(chunked.text(3))).toEqual({ status: 413, code: "content-too-large" })
  })

  it.each(["-1", "1e3", "abc", "1, 1", "0x10"])("refuses the length %j", async (length) => {
    const request = fromWebRequest(post("a", { "content-length": length }))
    expect(await refusal(request.bytes(10))).toEqual({ status: 400, code: "bad-request" })
  })

  it("gives the body once", async () => {
    const request = fromWebRequest(post("abc"))
    await request.text(10)
    await expect(request.bytes(10)).rejects.toThrow("The body of this request has already been read.")
    expect(() => request.stream()).toThrow("already been read")
    const web = post("abc")
    await web.text()
    await expect(fromWebRequest(web).text(10)).rejects.toThrow("already been read")
  })

  it("streams the body", async () => {
    const pieces: number[] = []
    for await (const piece of fromWebRequest(post(bytesOf(3).stream)).stream()!) pieces.push(piece.byteLength)
    expect(pieces).toEqual([1, 1, 1])
    expect(fromWebRequest(new Request("http://localhost/")).stream()).toBeUndefined()
  })

  it("hands on the error of a broken body", async () => {
    const stream = new ReadableStream({
      pull(controller) {
        controller.error(new Error("connection reset"))
      },
    })
    await expect(fromWebRequest(post(stream)).bytes(10)).rejects.toThrow("connection reset")
  })
})

function answer(body: HttpBody, status = 200, headers: [string, string][] = []) {
  return toWebResponse(new Answer(status, HeaderList.from(headers), body))
}

/** An async iterable that records its life. */
function recorded(pieces: readonly (string | Uint8Array)[], log: string[]): AsyncIterable<string | Uint8Array> {
  let at = 0
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        log.push(`next ${at}`)
        return at < pieces.length ? { done: false, value: pieces[at++]! } : { done: true, value: undefined }
      },
      async return() {
        log.push("return")
        return { done: true, value: undefined }
      },
    }),
  }
}

describe("toWebResponse", () => {
  it("keeps status, headers and several cookies", async () => {
    const response = answer("hi", 201, [
      ["content-type", "text/plain"],
      ["set-cookie", "a=1"],
      ["set-cookie", "b=2"],
    ])
    expect(response.status).toBe(201)
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"])
    expect(response.headers.get("content-type")).toBe("text/plain")
    expect(await response.text()).toBe("hi")
  })

  it("adds no content type of its own", async () => {
    for (const body of ["hi", new Uint8Array([104, 105]), recorded(["h", "i"], [])]) {
      const response = answer(body)
      expect(response.headers.get("content-type")).toBeNull()
      expect(await response.text()).toBe("hi")
    }
  })

  it.each([204, 205, 304])("sends no body with %i", async (status) => {
    const response = answer("ignored", status)
    expect(response.body).toBeNull()
    expect(response.status).toBe(status)
  })

  it("sends no body for null", () => {
    expect(answer(null).body).toBeNull()
  })

  it("pulls only as fast as the reader reads", async () => {
    const log: string[] = []
    const reader = answer(recorded(["a", "", new Uint8Array(0), "마", new Uint8Array([98])], log)).body!.getReader()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(log).toEqual([])
    expect(await reader.read()).toEqual({ done: false, value: new Uint8Array([97]) })
    expect(log).toEqual(["next 0"])
    expect((await reader.read()).value).toEqual(new TextEncoder().encode("마"))
    expect((await reader.read()).value).toEqual(new Uint8Array([98]))
    expect((await reader.read()).done).toBe(true)
    expect(log).not.toContain("return")
  })

  it("calls return once when the reader leaves", async () => {
    const log: string[] = []
    const reader = answer(recorded(["a", "b"], log)).body!.getReader()
    await reader.read()
    await reader.cancel()
    await reader.cancel()
    expect(log).toEqual(["next 0", "return"])
  })

  it("calls return for a reader that leaves before reading", async () => {
    const log: string[] = []
    await answer(recorded(["a"], log)).body!.cancel()
    expect(log).toEqual(["return"])
  })

  it("calls return while a piece is awaited", async () => {
    let left = 0
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => {
          left++
          return { done: true as const, value: undefined }
        },
      }),
    }
    const reader = answer(body).body!.getReader()
    const pending = reader.read()
    await reader.cancel()
    expect((await pending).done).toBe(true)
    expect(left).toBe(1)
  })

  it("runs the finally of a generator whose reader leaves", async () => {
    const log: string[] = []
    async function* pieces() {
      try {
        yield "a"
        yield "b"
      } finally {
        log.push("closed")
      }
    }
    const reader = answer(pieces()).body!.getReader()
    await reader.read()
    await reader.cancel()
    expect(log).toEqual(["closed"])
  })

  it("breaks the stream where the iterable throws, without a return", async () => {
    const log: string[] = []
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(new Error("lost")),
        return: async () => {
          log.push("return")
          return { done: true as const, value: undefined }
        },
      }),
    }
    const response = answer(body)
    await expect(response.text()).rejects.toThrow("lost")
    expect(log).toEqual([])
  })

  describe("of a file", () => {
    let folder = ""
    let file = ""
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "maru-web-"))
      file = join(folder, "a.txt")
      await writeFile(file, "0123456789")
    })
    afterAll(() => rm(folder, { recursive: true }))

    it.each([
      [200, 0, 10, "0123456789"],
      [206, 2, 5, "234"],
      [200, 2, 5, "234"],
      [200, 3, 3, ""],
    ])("sends its bytes with %i from %i to %i", async (status, start, end, text) => {
      const response = answer({ file, start, end }, status)
      expect(response.status).toBe(status)
      expect(await response.text()).toBe(text)
    })

    it("breaks where the file has become shorter", async () => {
      await expect(answer({ file, start: 0, end: 11 }).text()).rejects.toThrow("became shorter")
    })
  })
})
