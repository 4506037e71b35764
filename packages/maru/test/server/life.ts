import { describe, expect, it } from "vitest"
import type { ServerAdapter } from "../../src/server/adapter.ts"
import { serveWith } from "../../src/server/serve.ts"
import { type Place, answer, appOf, eventually, pause, routes } from "./harness.ts"
import { RawClient } from "./raw-client.ts"

const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`

/** What every server promises about its own end. */
export function lifeContract(place: Place, adapter: ServerAdapter): void {
  describe("closing", () => {
    it("lets requests in flight finish, says so, and accepts nothing more", async () => {
      const order: string[] = []
      const app = appOf(
        async ({ path }) => {
          await pause(path === "/slow" ? 400 : 0)
          order.push(`answered ${path}`)
          return answer(path)
        },
        { close: async () => void order.push("application closed") },
      )
      const server = await serveWith(adapter, app, { port: 0 })
      const [idle, slow, next] = await Promise.all([1, 2, 3].map(() => RawClient.connect(server.port)))
      await idle!.send(get("/idle")).answer()
      await next!.send(get("/first")).answer()
      slow!.send(get("/slow"))
      await pause(50)
      const closed = server.close()
      next!.received = ""
      const last = await next!.send(get("/next")).answer()
      expect([last.body, last.headers.get("connection")]).toEqual(["/next", ["close"]])
      expect(await next!.end()).toBe("closed")
      expect(await idle!.end()).toBe("closed")
      await expect(RawClient.connect(server.port)).rejects.toThrow()
      const { status, body, headers } = await slow!.answer()
      expect([status, body, headers.get("connection")]).toEqual([200, "/slow", ["close"]])
      expect(await slow!.end()).toBe("closed")
      await closed
      expect(order.slice(-2)).toEqual(["answered /slow", "application closed"])
      expect(server.close()).toBe(closed)
    })

    it("loses no request of clients that keep asking", { timeout: 15_000 }, async () => {
      const server = await serveWith(
        adapter,
        appOf(async () => {
          await pause(1)
          return answer("here")
        }),
        { port: 0 },
      )
      let served = 0
      const lost: string[] = []
      const ask = async () => {
        for (;;) {
          const client = await RawClient.connect(server.port).catch(() => undefined)
          if (!client) return
          for (let open = true; open;) {
            client.received = ""
            const got = await client
              .send(get("/"))
              .answer()
              .catch(() => undefined)
            if (!got) {
              lost.push(client.ended ?? "no answer")
              return
            }
            served += 1
            open = got.headers.get("connection")?.[0] !== "close"
          }
          await client.end()
        }
      }
      const clients = Array.from({ length: 20 }, ask)
      await pause(300)
      await server.close()
      await Promise.all(clients)
      expect(served).toBeGreaterThan(50)
      expect(lost).toEqual([])
    })

    it("cuts what is left after the grace period", async () => {
      const seen: string[] = []
      async function* endless() {
        try {
          for (;;) {
            yield "tick"
            await pause(10)
          }
        } finally {
          seen.push("returned")
        }
      }
      const handler = routes({
        "/stream": () => answer(endless()),
        "/hang": ({ signal }) => {
          signal.addEventListener("abort", () => seen.push("aborted"))
          return new Promise(() => undefined)
        },
      })
      const server = await serveWith(adapter, appOf(handler), { port: 0, gracePeriod: 300 })
      const [stream, hang] = await Promise.all([RawClient.connect(server.port), RawClient.connect(server.port)])
      stream!.send(get("/stream"))
      hang!.send(get("/hang"))
      await stream!.until(() => stream!.received.includes("tick"))
      const began = performance.now()
      await server.close()
      expect(performance.now() - began).toBeLessThan(1500)
      expect(await stream!.end()).toBeDefined()
      expect(await hang!.end()).toBeDefined()
      expect(await eventually(() => seen.length === 2)).toBe(true)
      expect(seen.toSorted()).toEqual(["aborted", "returned"])
    })

    it("does not wait for ever for the application", async () => {
      const app = appOf(() => answer("x"), { close: () => new Promise(() => undefined) })
      const server = await serveWith(adapter, app, { port: 0, gracePeriod: 100 })
      await expect(server.close()).rejects.toThrow("did not close within 100 ms")
    })

    it("happens at the end of `await using`", async () => {
      let closed = false
      {
        await using server = await serveWith(
          adapter,
          appOf(() => answer("x"), { close: async () => void (closed = true) }),
          { port: 0 },
        )
        expect((await fetch(server.url)).status).toBe(200)
      }
      expect(closed).toBe(true)
    })
  })

  describe("starting", () => {
    it("starts the application before it listens, and tells where it does", async () => {
      const order: string[] = []
      const app = appOf(() => answer("x"), { start: async () => void order.push("started") })
      await using server = await serveWith(adapter, app, { port: 0 })
      expect(order).toEqual(["started"])
      expect(server.hostname).toBe("127.0.0.1")
      expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
      expect(server.port).toBeGreaterThan(0)
    })

    it("fails with the application", async () => {
      const app = appOf(() => answer("x"), { start: () => Promise.reject(new Error("no database")) })
      await expect(serveWith(adapter, app, { port: 0 })).rejects.toThrow("no database")
    })

    it("says what to do when the port is taken, and closes the application", async () => {
      await using first = await place.open(() => answer("x"))
      let closed = false
      const app = appOf(() => answer("x"), { close: async () => void (closed = true) })
      await expect(serveWith(adapter, app, { port: first.port })).rejects.toMatchObject({
        code: "listen-failed",
        message: `The server cannot listen on 127.0.0.1:${first.port}: another program uses it. Stop that program or choose another port.`,
      })
      expect(closed).toBe(true)
    })

    it("refuses options that mean nothing", async () => {
      const refused = async (options: object) =>
        serveWith(
          adapter,
          appOf(() => answer("x")),
          { port: 0, ...options },
        ).then(
          () => "accepted",
          (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
        )
      expect(await refused({ port: 70_000 })).toBe(
        "settings-invalid: The server's option `port` is 70000; it has to be a whole number from 0 to 65535.",
      )
      expect(await refused({ limits: { bodyTimeout: 0 } })).toContain(
        "`limits.bodyTimeout` is 0; it has to be a whole number from 1",
      )
      expect(await refused({ limits: { boddy: 1 } })).toContain('There is no limit "boddy". Limits are body, headers')
      expect(await refused({ hosts: ["http://board.example"] })).toContain('"http://board.example" is no host name')
      expect(await refused({ gracePeriod: -1 })).toContain("`gracePeriod` is -1")
      const kept = adapter.runtime === "bun" ? "cannot be kept on Bun" : "accepted"
      expect(await refused({ limits: { connections: 5 } })).toContain(kept)
      expect(await refused({ limits: { requestsPerConnection: 5 } })).toContain(kept)
      expect(await refused({ limits: { headers: 32_768 } })).toContain(kept)
    })
  })
}
