import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, cookie, dependency, get, override, post, query, request, returns } from "../../src/index.ts"
import { CookieJar, client } from "../../src/testing.ts"

describe("the cookie jar", () => {
  const take = (jar: CookieJar, line: string, path = "/a/b") =>
    jar.take(new Response(null, { headers: { "set-cookie": line } }), path)
  it("keeps and sends by path, the longest first", () => {
    const jar = new CookieJar()
    take(jar, "x=1; Path=/")
    take(jar, "x=2; Path=/a")
    take(jar, "y=3")
    expect(jar.header("/a/b")).toBe("x=2; y=3; x=1")
    expect(jar.header("/ab")).toBe("x=1")
    expect(jar.header("/")).toBe("x=1")
  })
  it("forgets what expires", () => {
    const jar = new CookieJar()
    take(jar, "x=1; Path=/; Max-Age=100")
    take(jar, "y=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
    expect(jar.header("/")).toBe("x=1")
    take(jar, "x=; Path=/; Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT")
    expect(jar.header("/")).toBeUndefined()
    jar.set("z", "1")
    jar.clear()
    expect(jar.get("z")).toBeUndefined()
  })
})

describe("the client", () => {
  const user = dependency(() => ({ name: "real" }))
  const opened = returns(204)
  const app = new App({ title: "t", version: "1" }, [
    get(
      "/",
      { user, tags: query("tag", z.array(z.string()).default([])), seen: cookie(z.string().optional()) },
      returns(200, z.object({ name: z.string(), tags: z.array(z.string()), seen: z.string().optional() })),
      ({ user, tags, seen }) => ({ name: user.name, tags, seen }),
    ),
    post("/", {}, opened, () => opened({ cookies: { seen: "yes" } })),
    post("/echo", { request }, returns(200, z.object({ type: z.string(), text: z.string() })), async ({ request }) => ({
      type: request.header("content-type") ?? "",
      text: await request.text(1000),
    })),
  ])

  it("keeps cookies and repeats query keys", async () => {
    await using api = client(app)
    await api.post("/")
    expect(await (await api.get("/", { query: { tag: ["a", 1], none: undefined } })).json()).toEqual({
      name: "real",
      tags: ["a", "1"],
      seen: "yes",
    })
    expect(await (await client(app).get("/")).json()).toEqual({ name: "real", tags: [] })
  })

  it("puts overrides in place without touching the application", async () => {
    const api = client(app, { overrides: [override(user, { name: "fake" })] })
    expect((await (await api.get("/")).json()).name).toBe("fake")
    const provided = client(app, {
      overrides: [
        override(
          user,
          dependency({ q: query(z.string()) }, ({ q }) => ({ name: q })),
        ),
      ],
    })
    expect((await (await provided.get("/?q=asked")).json()).name).toBe("asked")
    expect((await (await client(app).get("/")).json()).name).toBe("real")
  })

  it("sends JSON, forms and raw bodies", async () => {
    const api = client(app)
    const echo = async (init: Parameters<typeof api.post>[1]) => (await api.post("/echo", init)).json()
    expect(await echo({ json: { a: 1 } })).toEqual({ type: "application/json", text: '{"a":1}' })
    expect(await echo({ form: { a: "1 2" } })).toMatchObject({
      type: expect.stringContaining("urlencoded"),
      text: "a=1+2",
    })
    expect((await echo({ form: new FormData() })).type).toContain("multipart/form-data")
    expect(await echo({ body: "x", headers: { "content-type": "text/x" } })).toEqual({ type: "text/x", text: "x" })
  })
})
