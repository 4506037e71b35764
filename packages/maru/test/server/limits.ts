import { describe, expect, it } from "vitest"
import { HttpError } from "../../src/http/http-error.ts"
import { errorResponse } from "../../src/http/problem.ts"
import { type Place, answer, eventually, pause, routes } from "./harness.ts"
import { RawClient, exchange } from "./raw-client.ts"

const host = "Host: localhost\r\n"

/** What every server promises about clients that ask too much or give too little. */
export function limitContract(place: Place): void {
  const node = place.name === "node"
  const get = (target: string, headers = host) => `GET ${target} HTTP/1.1\r\n${headers}\r\n`
  const post = (headers: string, body = "", path = "/") => `POST ${path} HTTP/1.1\r\n${host}${headers}\r\n${body}`

  /** Reads the whole body and answers what the application would. */
  const read = (limit = 1_000_000) =>
    routes({
      "/": async (request) => {
        try {
          return answer(`${(await request.bytes(limit)).byteLength}`)
        } catch (error) {
          return errorResponse(error as HttpError)
        }
      },
      "/pieces": async (request) => {
        let size = 0
        try {
          for await (const piece of request.stream()!) size += piece.byteLength
          return answer(`${size}`)
        } catch (error) {
          return errorResponse(error as HttpError)
        }
      },
      "/fast": () => answer("fast"),
    })

  describe("headers", () => {
    it("that are too large are refused", async () => {
      await using opened = await place.open(read())
      expect((await exchange(opened.port, get("/fast", `${host}X: ${"y".repeat(14_000)}\r\n`))).status).toBe(200)
      for (const request of [get("/fast", `${host}X: ${"y".repeat(17_000)}\r\n`), get(`/${"y".repeat(17_000)}`)]) {
        const refused = await exchange(opened.port, request)
        expect([refused.status, refused.ended]).toEqual([431, "closed"])
        if (node) expect(JSON.parse(refused.body)).toMatchObject({ code: "headers-too-large", status: 431 })
      }
    })

    it("that are too large for a smaller limit are refused", async () => {
      await using opened = await place.open(read(), { limits: { headers: 2000 } })
      expect((await exchange(opened.port, get("/fast", `${host}X: ${"y".repeat(1800)}\r\n`))).status).toBe(200)
      const refused = await exchange(opened.port, get("/fast", `${host}X: ${"y".repeat(2100)}\r\n`))
      expect([refused.status, JSON.parse(refused.body).code]).toEqual([431, "headers-too-large"])
    })

    it("that are too many are refused", async () => {
      const lines = (count: number) => Array.from({ length: count }, (_, i) => `x-${i}: y\r\n`).join("")
      const status = async (port: number, count: number) =>
        (await exchange(port, get("/fast", host + lines(count)))).status
      await using opened = await place.open(read())
      expect(await status(opened.port, 197)).toBe(200)
      expect(await status(opened.port, 200)).toBe(431)
      expect(await status(opened.port, 500)).toBe(431)
      await using stricter = await place.open(read(), { limits: { headerCount: 10 } })
      expect(await status(stricter.port, 9)).toBe(200)
      expect(await status(stricter.port, 10)).toBe(431)
      expect((await exchange(opened.port, get("/fast", `${host}${"x-same: y\r\n".repeat(300)}`))).status).toBe(431)
    })

    it("that come too slowly are cut off, and nobody else waits", { timeout: 20_000 }, async () => {
      await using opened = await place.open(read(), { limits: { headersTimeout: 300 } })
      const slow = await Promise.all(Array.from({ length: 30 }, () => RawClient.connect(opened.port)))
      const began = performance.now()
      const dripping = (async () => {
        for (const byte of `GET / HTTP/1.1\r\n${host}X: ${"y".repeat(1000)}`) {
          for (const client of slow) client.send(byte)
          if (slow.every(({ ended }) => ended)) return
          await pause(node ? 20 : 50)
        }
      })()
      await pause(100)
      expect((await exchange(opened.port, get("/fast"))).body).toBe("fast")
      await dripping
      expect(slow.every(({ ended }) => ended !== undefined)).toBe(true)
      const waited = performance.now() - began
      if (node) {
        expect(waited).toBeLessThan(3000)
        expect(await slow[0]!.answer()).toMatchObject({ status: 408 })
        expect(JSON.parse((await slow[0]!.answer()).body).code).toBe("request-timeout")
      } else {
        // Bun's own limit of about 10 s, which cannot be set; it closes without an answer.
        expect(waited).toBeGreaterThan(5000)
        expect(waited).toBeLessThan(16_000)
        expect(slow[0]!.received).toBe("")
      }
    })
  })

  describe("a connection without a request", () => {
    it("is closed", { timeout: 20_000 }, async () => {
      await using opened = await place.open(read(), { limits: { keepAliveTimeout: 500 } })
      const client = await RawClient.connect(opened.port)
      await client.send(get("/fast")).answer()
      const began = performance.now()
      expect(await client.end(9000)).toBe("closed")
      // Node adds a second of its own; Bun counts in steps of four.
      expect(performance.now() - began).toBeLessThan(8500)
    })

    it("is closed after an answer that took long", { timeout: 20_000 }, async () => {
      // Longer than Bun's own timer would wait for a handler, were it not stopped.
      const late = async () => {
        await pause(node ? 300 : 5500)
        return answer("late")
      }
      await using opened = await place.open(late, { limits: { keepAliveTimeout: 200 } })
      const client = await RawClient.connect(opened.port)
      expect((await client.send(get("/")).until(() => client.received !== "", 7000)).received).toContain("late")
      expect(await client.end(9000)).toBe("closed")
    })
  })

  describe("a body", () => {
    it("larger than the server allows is refused for every route", async () => {
      await using opened = await place.open(read(10_000_000), { limits: { body: 5000 } })
      const big = "x".repeat(5001)
      for (const path of ["/", "/pieces"]) {
        const declared = await exchange(opened.port, post(`Content-Length: 5001\r\n`, big, path))
        expect(declared.status).toBe(413)
        const chunked = await exchange(
          opened.port,
          post("Transfer-Encoding: chunked\r\n", `1389\r\n${big}\r\n0\r\n\r\n`, path),
        )
        expect(chunked.status).toBe(413)
      }
    })

    const framings = ["Content-Length: 50\r\n", "Content-Length: 9000\r\n", "Transfer-Encoding: chunked\r\n"]

    it.each(["/", "/pieces"])("that comes too slowly is cut off: %s", async (path) => {
      await using opened = await place.open(read(), { limits: { bodyTimeout: 400 } })
      const cutOff = async (framing: string) => {
        const client = await RawClient.connect(opened.port)
        client.send(post(framing, "", path))
        const began = performance.now()
        while (client.ended === undefined && client.received === "" && performance.now() - began < 5000) {
          client.send(framing.startsWith("T") ? "1\r\nx\r\n" : "x")
          await pause(50)
        }
        const waited = performance.now() - began
        const { status, body } = await client.answer()
        return [waited < 3000, status, JSON.parse(body).code, (await client.end()) !== undefined]
      }
      const cut = [true, 408, "request-timeout", true]
      expect(await Promise.all(framings.map(cutOff))).toEqual([cut, cut, cut])
    })

    it("that comes slowly but steadily is taken", async () => {
      await using opened = await place.open(read(), { limits: { bodyTimeout: 300, bodyRate: 1000 } })
      const client = await RawClient.connect(opened.port)
      client.send(post("Content-Length: 9000\r\n"))
      for (let i = 0; i < 18; i += 1) {
        client.send("x".repeat(500))
        await pause(50)
      }
      expect((await client.answer()).body).toBe("9000")
      client.leave()
    })

    it("that waits to be asked for is asked for", async () => {
      await using opened = await place.open(read(10))
      const client = await RawClient.connect(opened.port)
      await client.send(post("Expect: 100-continue\r\nContent-Length: 4\r\n")).until(() => client.received !== "")
      expect(client.received).toBe("HTTP/1.1 100 Continue\r\n\r\n")
      const answers = await client.send("abcd").answers(2)
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [100, ""],
        [200, "4"],
      ])
      client.leave()
    })

    it.each([
      [20, "/", 413],
      [4, "/fast", 200],
    ])("that waits to be asked for and is not wanted is not asked for: %i at %s", async (length, path, status) => {
      await using opened = await place.open(read(10))
      const client = await RawClient.connect(opened.port)
      client.send(post(`Expect: 100-continue\r\nContent-Length: ${length}\r\n`, "", path))
      // Bun asks for every body before anybody is asked whether it is wanted.
      const statuses = (await client.answers(node ? 1 : 2)).map((got) => got.status)
      expect(statuses).toEqual(node ? [status] : [100, status])
      if (node) expect(await client.end()).toBe("closed")
      client.leave()
    })

    it("with another expectation is refused where that is seen", async () => {
      await using opened = await place.open(read())
      const { status } = await exchange(opened.port, post("Expect: nonsense\r\nContent-Length: 4\r\n", "abcd"))
      expect(status).toBe(node ? 417 : 200)
    })

    it("that nobody reads does not spoil the next request", async () => {
      await using opened = await place.open(read())
      const client = await RawClient.connect(opened.port)
      client.send(post("Content-Length: 1000\r\n", "x".repeat(1000), "/fast") + get("/fast"))
      expect((await client.answers(2)).map(({ body }) => body)).toEqual(["fast", "fast"])
      client.leave()
    })

    it.each(["length", "chunks"])("that nobody reads does not cost the client its answer: %s", async (framing) => {
      await using opened = await place.open(read(1000))
      const client = await RawClient.connect(opened.port)
      // A client that first sends everything and then looks: a reset in between would take the answer away.
      client.socket.pause()
      const size = 3_000_000
      client.send(post(framing === "length" ? `Content-Length: ${size}\r\n` : "Transfer-Encoding: chunked\r\n"))
      for (let sent = 0; sent < size; sent += 100_000) {
        client.send(framing === "length" ? "x".repeat(100_000) : `186a0\r\n${"x".repeat(100_000)}\r\n`)
        await pause(2)
      }
      client.socket.resume()
      expect((await client.answer()).status).toBe(413)
      client.leave()
    })
  })

  describe("a client", () => {
    it("that leaves aborts the signal and the stream", async () => {
      const seen: string[] = []
      async function* ticks() {
        try {
          for (;;) {
            yield "tick"
            await pause(10)
          }
        } finally {
          seen.push("returned")
        }
      }
      await using opened = await place.open(
        routes({
          "/stream": () => answer(ticks()),
          "/wait": async ({ signal }) => {
            await new Promise<void>((resolve) => {
              signal.addEventListener("abort", () => resolve())
            })
            seen.push(`aborted ${signal.aborted} ${(signal.reason as Error).name}`)
            return answer("too late")
          },
          "/done": ({ signal }) => {
            signal.addEventListener("abort", () => seen.push("aborted after the end"))
            return answer("done")
          },
        }),
      )
      for (const path of ["/stream", "/wait", "/done"]) {
        const client = await RawClient.connect(opened.port)
        client.send(get(path))
        await (path === "/wait" ? pause(50) : client.until(() => client.received.length > 100))
        client.leave()
        if (path !== "/done") expect([path, await eventually(() => seen.length > 0)]).toEqual([path, true])
        await pause(30)
        expect(seen.splice(0)).toEqual(
          { "/stream": ["returned"], "/wait": ["aborted true AbortError"], "/done": [] }[path],
        )
      }
      expect(opened.reports).toEqual([])
    })

    it("that leaves in the middle of its body is no failure of the server", async () => {
      const errors: unknown[] = []
      await using opened = await place.open(async (request) => {
        try {
          if (request.path === "/pieces") for await (const _ of request.stream()!) continue
          else await request.bytes(10_000_000)
        } catch (error) {
          errors.push(error)
        }
        return answer("nobody reads this")
      })
      for (const [path, length] of [
        ["/", 50],
        ["/", 9_000_000],
        ["/pieces", 9_000_000],
      ] as const) {
        const client = await RawClient.connect(opened.port)
        client.send(post(`Content-Length: ${length}\r\n`, "abc", path))
        await pause(50)
        client.leave()
        expect([path, await eventually(() => errors.length > 0)]).toEqual([path, true])
        expect(errors.splice(0)).toMatchObject([{ status: 400, code: "bad-request" }])
      }
      expect(opened.reports).toEqual([])
    })

    it("that reads slowly slows the producer down", async () => {
      let produced = 0
      let returned = false
      async function* pieces() {
        try {
          for (; produced < 2000; produced += 1) yield new Uint8Array(65_536)
        } finally {
          returned = true
        }
      }
      await using opened = await place.open(({ path }) => answer(path === "/fast" ? "fast" : pieces()))
      const client = await RawClient.connect(opened.port)
      client.socket.pause()
      client.send(get("/"))
      await eventually(() => produced > 10)
      await pause(300)
      const early = produced
      await pause(300)
      // What fits into the buffers of two sockets, and no more: 2,000 pieces would be 128 MiB.
      expect(produced).toBe(early)
      expect(produced).toBeLessThan(400)
      expect((await exchange(opened.port, get("/fast"))).body).toBe("fast")
      let size = 0
      client.socket.removeAllListeners("data")
      client.socket.on("data", (data: Buffer) => (size += data.byteLength))
      client.socket.resume()
      expect(await eventually(() => size > 2000 * 65_536, 8000)).toBe(true)
      // The frames around the pieces have their size too, so the end may still be under way.
      expect(await eventually(() => returned, 8000)).toBe(true)
      client.leave()
    })

    it("that reads nothing is cut off", { timeout: 30_000 }, async () => {
      const returned: string[] = []
      async function* pieces() {
        try {
          for (;;) yield new Uint8Array(65_536)
        } finally {
          returned.push("stream")
        }
      }
      await using opened = await place.open(
        ({ path }) => answer(path === "/" ? pieces() : new Uint8Array(20_000_000)),
        {
          limits: { writeTimeout: 500 },
        },
      )
      const streaming = await RawClient.connect(opened.port)
      streaming.socket.pause()
      streaming.send(get("/"))
      const whole = await RawClient.connect(opened.port)
      whole.socket.pause()
      whole.send(get("/whole"))
      expect(await eventually(() => returned.length > 0, 12_000)).toBe(true)
      if (node) {
        await pause(1500)
        let size = 0
        whole.socket.removeAllListeners("data")
        whole.socket.on("data", (data: Buffer) => (size += data.byteLength))
        whole.socket.resume()
        expect(await whole.end()).toBeDefined()
        expect(size).toBeLessThan(20_000_000)
      }
      streaming.leave()
      whole.leave()
      expect(opened.reports).toEqual([])
    })
  })
}
