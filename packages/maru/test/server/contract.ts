import { describe, expect, it } from "vitest"
import { Answer } from "../../src/http/answer.ts"
import { HeaderList } from "../../src/http/header-list.ts"
import { HttpError } from "../../src/http/http-error.ts"
import { errorResponse } from "../../src/http/problem.ts"
import { type Place, answer, folder, pause, routes } from "./harness.ts"

/** A handler that answers with what it understood. */
const echo = routes({
  "/seen": (request) => {
    const { method, path, search, scheme } = request
    return answer(JSON.stringify({ method, path, search, scheme, host: request.host.replace(/:\d+$/, "") }))
  },
})

/** A place may read a body or refuse it; the handler answers what the application would. */
const reading = (read: Parameters<typeof routes>[0][string]) =>
  routes({
    "/": async (request) => {
      try {
        return await read(request)
      } catch (error) {
        if (error instanceof HttpError) return errorResponse(error)
        throw error
      }
    },
  })

/** What every place promises, seen through the web's fetch. */
export function messageContract(place: Place): void {
  describe("a request", () => {
    it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
      "has its method, target and host: %s",
      async (method) => {
        await using opened = await place.open(echo)
        const seen = await (await opened.fetch("/seen?q=%20a&b=%2F", { method })).json()
        const host = place.name === "memory" ? "localhost" : "127.0.0.1"
        expect(seen).toEqual({ method, path: "/seen", search: "q=%20a&b=%2F", scheme: "http", host })
      },
    )

    it("keeps the percent-encoding of its path", async () => {
      await using opened = await place.open((request) => answer(`${request.path}|${request.search}`))
      expect(await (await opened.fetch("/a%2Fb/%41%20%ED%95%9C?x=%3F?y")).text()).toBe("/a%2Fb/%41%20%ED%95%9C|x=%3F?y")
      expect(await (await opened.fetch("/?")).text()).toBe("/|")
    })

    it("has its headers by lower-case names, and no inherited ones", async () => {
      await using opened = await place.open((request) => {
        const all = Object.fromEntries(request.headers())
        const names = ["x-one", "X-One", "constructor", "__proto__", "absent"]
        return answer(
          JSON.stringify([
            all["x-one"],
            all["x-two"],
            ...names.slice(2).map((name) => request.header(name) ?? null),
            request.header("x-one"),
          ]),
        )
      })
      const response = await opened.fetch("/", {
        headers: [
          ["X-One", "1"],
          ["X-Two", "2"],
          ["x-one", "3"],
        ],
      })
      expect(await response.json()).toEqual(["1, 3", "2", null, null, null, "1, 3"])
    })

    it("knows its peer, unless it comes from memory", async () => {
      await using opened = await place.open((request) => answer(String(request.remoteAddress)))
      expect(await (await opened.fetch("/")).text()).toBe(place.name === "memory" ? "undefined" : "127.0.0.1")
    })
  })

  describe("a request body", () => {
    it.each([0, 1, 7000, 7201, 300_000])("of %i bytes arrives whole", async (size) => {
      const body = Uint8Array.from({ length: size }, (_, i) => i % 251)
      await using opened = await place.open(
        reading(async (request) => {
          const bytes = await request.bytes(300_000)
          return answer(JSON.stringify([bytes.byteLength, bytes.every((byte, i) => byte === i % 251)]))
        }),
      )
      const response = await opened.fetch("/", { method: "POST", body })
      expect(await response.json()).toEqual([size, true])
    })

    it.each([10, 8000, 200_000])("of more than %i bytes is refused, declared or not", async (limit) => {
      await using opened = await place.open(reading(async (request) => answer(await request.text(limit))))
      const fits = "x".repeat(limit)
      for (const chunked of [false, true]) {
        const send = async (text: string) => {
          const body = chunked ? new Blob([text]).stream() : text
          return opened.fetch("/", { method: "POST", body, ...(chunked ? { duplex: "half" } : {}) } as RequestInit)
        }
        expect(await (await send(fits)).text()).toBe(fits)
        const refused = await send(`${fits}y`)
        expect(refused.status).toBe(413)
        expect(await refused.json()).toMatchObject({ code: "content-too-large", status: 413 })
      }
    })

    it("is UTF-8 where it is read as text", async () => {
      await using opened = await place.open(reading(async (request) => answer(await request.text(1000))))
      expect(await (await opened.fetch("/", { method: "POST", body: "\uFEFF마루 😀" })).text()).toBe("마루 😀")
      const bad = await opened.fetch("/", { method: "POST", body: new Uint8Array([0x61, 0xff]) })
      expect([bad.status, ((await bad.json()) as { code: string }).code]).toEqual([400, "invalid-encoding"])
    })

    it("can be read piece by piece, and given up", async () => {
      await using opened = await place.open(
        routes({
          "/all": async (request) => {
            let size = 0
            for await (const piece of request.stream()!) size += piece.byteLength
            return answer(`${size}`)
          },
          "/some": async (request) => {
            for await (const piece of request.stream()!) return answer(piece.byteLength > 0 ? "some" : "none")
            return answer("none")
          },
        }),
      )
      expect(await (await opened.fetch("/all", { method: "POST", body: "x".repeat(500_000) })).text()).toBe("500000")
      expect(await (await opened.fetch("/some", { method: "POST", body: "x".repeat(500_000) })).text()).toBe("some")
      expect(await (await opened.fetch("/all", { method: "POST", body: "x".repeat(50) })).text()).toBe("50")
    })

    it("is empty when there is none", async () => {
      await using opened = await place.open(
        routes({
          "/bytes": async (request) => answer(`${(await request.bytes(10)).byteLength}`),
          "/text": async (request) => answer(`[${await request.text(0)}]`),
          "/stream": (request) => answer(String(request.stream() === undefined)),
        }),
      )
      for (const method of ["GET", "DELETE"]) {
        expect(await (await opened.fetch("/bytes", { method })).text()).toBe("0")
        expect(await (await opened.fetch("/text", { method })).text()).toBe("[]")
        expect(await (await opened.fetch("/stream", { method })).text()).toBe("true")
      }
    })

    it("is read once", async () => {
      await using opened = await place.open(
        routes({
          "/": async (request) => {
            await request.text(10)
            const again = [request.text(10), request.bytes(10), (async () => request.stream())()]
            const outcomes = await Promise.allSettled(again)
            return answer(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason?.name).join())
          },
        }),
      )
      expect(await (await opened.fetch("/", { method: "POST", body: "a" })).text()).toBe(
        "TypeError,TypeError,TypeError",
      )
    })
  })

  describe("an answer", () => {
    it.each([200, 201, 206, 299, 301, 404, 422, 500, 503, 599])("has its status: %i", async (status) => {
      await using opened = await place.open(() => answer("body", { location: "/elsewhere" }, status))
      const response = await opened.fetch("/", { redirect: "manual" })
      expect([response.status, await response.text()]).toEqual([status, "body"])
    })

    it("has its headers, each cookie on a line of its own", async () => {
      const headers = HeaderList.from([
        ["content-type", "text/plain; charset=utf-8"],
        ["set-cookie", "a=1; Path=/"],
        ["set-cookie", "b=2; Path=/"],
        ["vary", "accept"],
        ["vary", "origin"],
        ["x-latin", "caf\u00e9"],
      ])
      await using opened = await place.open(() => new Answer(200, headers, "x"))
      const response = await opened.fetch("/")
      expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; Path=/"])
      expect(response.headers.get("vary")).toBe("accept, origin")
      expect(response.headers.get("x-latin")).toBe("caf\u00e9")
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8")
    })

    it("shares constant headers without mixing them up", async () => {
      const json = ["content-type", "application/json"]
      await using opened = await place.open(({ path }) => {
        const headers = HeaderList.shared(json)
        if (path !== "/") headers.set("x-path", path)
        return new Answer(path === "/" ? 200 : 201, headers, "{}")
      })
      for (const path of ["/", "/a", "/", "/b", "/"]) {
        const response = await opened.fetch(path)
        expect(response.headers.get("x-path")).toBe(path === "/" ? null : path)
        expect(response.headers.get("content-type")).toBe("application/json")
        await response.text()
      }
    })

    it("carries text, bytes or nothing", async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
      const big = "마루".repeat(100_000)
      await using opened = await place.open(
        routes({
          "/text": () => answer("안녕 😀"),
          "/empty": () => answer(""),
          "/null": () => answer(null),
          "/bytes": () => answer(bytes),
          "/part": () => answer(new Uint8Array(bytes.buffer, 10, 5)),
          "/big": () => answer(big),
          "/later": async () => answer("later"),
        }),
      )
      const text = async (path: string) => (await opened.fetch(path)).text()
      expect(await text("/text")).toBe("안녕 😀")
      expect(await text("/empty")).toBe("")
      expect(await text("/null")).toBe("")
      expect(await text("/later")).toBe("later")
      expect((await text("/big")) === big).toBe(true)
      expect(new Uint8Array(await (await opened.fetch("/bytes")).arrayBuffer())).toEqual(bytes)
      expect(new Uint8Array(await (await opened.fetch("/part")).arrayBuffer())).toEqual(bytes.slice(10, 15))
    })

    it("carries a stream of text and bytes, empty pieces among them", async () => {
      async function* pieces() {
        yield "하나 "
        yield ""
        await pause(5)
        yield new TextEncoder().encode("둘 ")
        yield new Uint8Array(0)
        yield "셋"
      }
      await using opened = await place.open(() => answer(pieces()))
      expect(await (await opened.fetch("/")).text()).toBe("하나 둘 셋")
    })

    it("carries an iterable that is no generator, and an empty one", async () => {
      const counting = (end: number): AsyncIterable<string> => ({
        [Symbol.asyncIterator]() {
          let next = 0
          return {
            next: async () => (next < end ? { done: false, value: `${next++}` } : { done: true, value: undefined }),
          }
        },
      })
      await using opened = await place.open(({ path }) => answer(counting(path === "/none" ? 0 : 5)))
      expect(await (await opened.fetch("/")).text()).toBe("01234")
      expect(await (await opened.fetch("/none")).text()).toBe("")
    })

    it("carries a file or a part of it", async () => {
      const content = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 7) % 256)
      using files = folder({ data: content, none: "" })
      const file = files.path("data")
      await using opened = await place.open(
        routes({
          "/whole": () => answer({ file, start: 0, end: content.length }),
          "/part": () =>
            answer({ file, start: 100, end: 300_100 }, { "content-range": "bytes 100-300099/700000" }, 206),
          "/odd": () => answer({ file, start: 5, end: 10 }),
          "/none": () => answer({ file: files.path("none"), start: 0, end: 0 }),
        }),
      )
      const bytes = async (path: string, init?: RequestInit) => {
        const response = await opened.fetch(path, init)
        return {
          status: response.status,
          range: response.headers.get("content-range"),
          bytes: new Uint8Array(await response.arrayBuffer()),
        }
      }
      expect(await bytes("/whole")).toEqual({ status: 200, range: null, bytes: content })
      expect(await bytes("/part")).toEqual({
        status: 206,
        range: "bytes 100-300099/700000",
        bytes: content.slice(100, 300_100),
      })
      expect(await bytes("/odd")).toEqual({ status: 200, range: null, bytes: content.slice(5, 10) })
      expect(await bytes("/none")).toEqual({ status: 200, range: null, bytes: new Uint8Array(0) })
      // The application has decided against the range; nobody below it may decide otherwise.
      expect(await bytes("/whole", { headers: { range: "bytes=0-3" } })).toEqual({
        status: 200,
        range: null,
        bytes: content,
      })
    })

    it("has no body with 204, 205 and 304", async () => {
      for (const status of [204, 205, 304]) {
        await using opened = await place.open(
          () => new Answer(status, HeaderList.from([["etag", '"a"']]), status === 304 ? "dropped" : null),
        )
        const response = await opened.fetch("/")
        expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([status, "", '"a"'])
      }
    })

    it("stays with its request when many are under way", async () => {
      await using opened = await place.open(async ({ search }) => {
        await pause(Number(search) % 7)
        return answer(search)
      })
      const numbers = Array.from({ length: 60 }, (_, i) => `${i}`)
      const answers = await Promise.all(numbers.map(async (number) => (await opened.fetch(`/?${number}`)).text()))
      expect(answers).toEqual(numbers)
    })
  })
}
