import { describe, expect, it } from "vitest"
import * as z from "zod"
import { App } from "../../src/app/app.ts"
import { get, post } from "../../src/endpoint/endpoint.ts"
import { returns } from "../../src/endpoint/outcomes/returns.ts"
import { body, path } from "../../src/endpoint/signature.ts"
import { serve } from "../../src/server/serve.ts"

const Post = z.object({ id: z.int(), title: z.string() })
const read = get("/posts/:id", { id: path(z.int()) }, returns(200, Post), ({ id }) => ({ id, title: "마루" }))
const create = post("/posts", { input: body(Post) }, returns(201, Post), async ({ input }) => input)

describe("an App on the runtime's own server", () => {
  it("answers as it does in memory", async () => {
    const app = new App({ title: "Test", version: "1.0.0", bodyLimit: 1000 }, [read, create])
    await using server = await serve(app, { port: 0 })
    const json = { "content-type": "application/json" }
    const requests: [string, RequestInit?][] = [
      ["/posts/1"],
      ["/posts/1", { method: "HEAD" }],
      ["/posts/one"],
      ["/posts/1/"],
      ["/nothing"],
      ["/posts", { method: "PUT", body: "x" }],
      ["/posts/1", { method: "OPTIONS" }],
      ["/posts", { method: "POST", headers: json, body: JSON.stringify({ id: 1, title: "하나" }) }],
      ["/posts", { method: "POST", headers: json, body: JSON.stringify({ id: "1" }) }],
      ["/posts", { method: "POST", headers: json, body: JSON.stringify({ id: 1, title: "x".repeat(2000) }) }],
    ]
    const statuses: number[] = []
    for (const [target, init] of requests) {
      const options = { redirect: "manual", ...init } as const
      const [here, there] = [
        await app.fetch(new Request(`http://localhost${target}`, options)),
        await fetch(server.url + target, options),
      ]
      statuses.push(there.status)
      const seen = async (response: Response) => [
        response.status,
        response.headers.get("content-type"),
        response.headers.get("allow"),
        await response.text(),
      ]
      expect(await seen(there as Response)).toEqual(await seen(here))
    }
    expect(statuses).toEqual([200, 200, 422, 308, 404, 405, 204, 201, 422, 413])
  })
})
