import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import * as maru from "../../src/index.ts"
import { client } from "../../src/testing.ts"

const {
  App,
  body,
  cookie,
  del,
  dependency,
  describe: document,
  fail,
  get,
  header,
  lifespan,
  middleware,
  mount,
  onError,
  path,
  port,
  post,
  problem,
  put,
  query,
  raises,
  returns,
  router,
  site,
  urlFor,
  use,
} = maru

const Post = z.object({ id: z.int(), title: z.string().min(1) })
const info = { title: "Test", version: "1" }
class PostNotFound extends Error {}
class Broken extends Error {}

const plainRequest = { method: "GET", search: "", header: () => undefined }

describe("an endpoint in an application", () => {
  const read = get(
    "/:id",
    { id: path(z.int()), limit: query(z.int().max(50).default(10)) },
    returns(200, Post),
    raises(404, PostNotFound),
    ({ id, limit }) => {
      if (id === 404) fail(PostNotFound, "There is no such post.")
      return { id, title: `limit ${limit}`, secret: "x" }
    },
  )
  const created = returns(201, Post)
  const create = post("/", { input: body(Post) }, created, ({ input }) =>
    created(input, { headers: { location: urlFor(read, { id: input.id }) }, cookies: { seen: "yes", old: null } }),
  )
  const app = new App(info, [router("/posts", { read, create })])
  const api = client(app)

  it("strips what the outcome does not declare", async () => {
    const response = await api.get("/posts/7?limit=5")
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ id: 7, title: "limit 5" })
  })

  it("collects the faults of all parameters", async () => {
    const response = await api.get("/posts/x?limit=99")
    expect(response.status).toBe(422)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    const { errors, code } = await response.json()
    expect(code).toBe("invalid-request")
    expect(errors).toMatchObject([
      { in: "path", name: "id", received: "string" },
      { in: "query", name: "limit", code: "too_big" },
    ])
    expect(JSON.stringify(errors)).not.toContain("99")
  })

  it("maps declared errors and calls outcomes with headers and cookies", async () => {
    const missing = await api.get("/posts/404")
    expect(await missing.json()).toMatchObject({
      status: 404,
      code: "post-not-found",
      detail: "There is no such post.",
    })
    const response = await api.post("/posts", { json: { id: 3, title: "three" } })
    expect(response.status).toBe(201)
    expect(response.headers.get("location")).toBe("/posts/3")
    expect(response.headers.getSetCookie()).toHaveLength(2)
    expect(api.cookies.get("seen")).toBe("yes")
  })

  it.each([
    ["text/plain", '{"id":1,"title":"x"}', 415],
    ["application/json", "{", 400],
    ["application/json", "", 400],
    ["application/json; charset=latin1", '{"id":1,"title":"x"}', 415],
    ["application/merge-patch+json", '{"id":1,"title":"x"}', 201],
    ["application/json", `{"id":1,"title":"${"x".repeat(1_048_576)}"}`, 413],
  ])("answers a %s body %#", async (type, text, status) => {
    const response = await api.post("/posts", { body: text, headers: { "content-type": type } })
    expect(response.status).toBe(status)
  })

  it("answers 404, 405 with Allow, OPTIONS, HEAD and trailing slashes", async () => {
    expect((await api.get("/nothing")).status).toBe(404)
    const other = await api.put("/posts/1")
    expect([other.status, other.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"])
    const options = await api.request("OPTIONS", "/posts/1")
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"])
    const head = await api.request("HEAD", "/posts/7")
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "27", ""])
    const slash = await api.get("/posts/7/?a=1")
    expect([slash.status, slash.headers.get("location")]).toEqual([308, "/posts/7?a=1"])
    for (const bad of ["/posts/%zz", "/posts/%ff", "/posts//7", "/posts/7?limit=%zz"])
      expect((await api.get(bad)).status).toBe(400)
  })

  it("names operations after router and export", () => {
    expect(app.plans.map((plan) => plan.operation)).toEqual(["posts.read", "posts.create"])
  })
})

describe("the order of a plan", () => {
  const log: string[] = []
  const note = (name: string) => dependency(() => void log.push(name))
  const secure = dependency(
    { token: header("x-token", z.string().optional()) },
    ({ token }) => {
      log.push("security")
      return token ?? fail(maru.Unauthorized)
    },
    {
      security: { name: "token", scheme: { type: "apiKey", in: "header", name: "x-token" } },
      raises: raises(401, maru.Unauthorized),
    },
  )
  const app = new App(info, [
    post(
      "/:id",
      { other: note("other"), id: path(z.int()), input: body(Post), who: secure },
      returns(204),
      () => void log.push("handler"),
    ),
  ])
  const api = client(app)
  const send = async (target: string, json: unknown, token?: string) => {
    log.length = 0
    const response = await api.post(target, { json, headers: token ? { "x-token": token } : {} })
    return [response.status, ...log]
  }

  it("puts 401 before parameter and body faults", async () => {
    expect(await send("/x", {})).toEqual([401, "security"])
  })
  it("puts parameter and body faults into one answer, before other providers", async () => {
    expect(await send("/x", {}, "t")).toEqual([422, "security"])
    const response = await api.post("/x", { json: {}, headers: { "x-token": "t" } })
    expect((await response.json()).errors.map((fault: { in: string }) => fault.in)).toEqual(["path", "body", "body"])
  })
  it("refuses before security what security itself needs", async () => {
    const level = dependency({ level: query(z.int()) }, ({ level }) => level || fail(maru.Forbidden), {
      security: { name: "level", scheme: { type: "apiKey", in: "query", name: "level" } },
      raises: raises(403, maru.Forbidden),
    })
    const app = new App(info, [get("/:id", { level, id: path(z.int()) }, returns(204), () => {})])
    const faults = async (target: string) => {
      const response = await client(app).get(target)
      return [response.status, ...((await response.json()).errors ?? []).map((fault: { name: string }) => fault.name)]
    }
    expect(await faults("/x?level=x")).toEqual([422, "level", "id"])
    expect(await faults("/x?level=0")).toEqual([403])
    expect(await faults("/x?level=1")).toEqual([422, "id"])
  })
  it("then runs the others and the handler", async () => {
    expect(await send("/1", { id: 1, title: "x" }, "t")).toEqual([204, "security", "other", "handler"])
  })
})

describe("resources of a request", () => {
  const log: string[] = []
  let failing = ""
  const session = dependency(async function* () {
    try {
      yield {
        id: undefined as number | undefined,
        [Symbol.for("maru.flush")]() {
          log.push("flush")
          if (failing === "flush") throw new Broken("flush")
          this.id = 42
        },
      }
    } catch (error) {
      log.push("rollback")
      throw error
    }
    if (failing === "commit") throw new Broken("commit")
    log.push("commit")
  })
  const entity = (db: { id: number | undefined }) => ({
    get id() {
      return db.id as number
    },
    title: failing === "encode" ? (1 as unknown as string) : "t",
  })
  const app = new App(info, [
    post("/", { db: session }, returns(201, Post), ({ db }) => {
      if (failing === "handler") throw new Broken("handler")
      return entity(db)
    }),
  ])
  const run = async (fails: string) => {
    log.length = 0
    failing = fails
    const response = await client(app, { failures: "answer" }).post("/")
    return { status: response.status, body: await response.json(), log: [...log] }
  }

  it("flushes before encoding, so that generated values are in the answer, and commits behind it", async () => {
    expect(await run("")).toEqual({ status: 201, body: { id: 42, title: "t" }, log: ["flush", "commit"] })
  })
  it.each([
    ["handler", ["rollback"]],
    ["flush", ["flush", "rollback"]],
    ["encode", ["flush", "rollback"]],
    ["commit", ["flush"]],
  ])("answers 500 with nothing but an id when the %s fails", async (fails, expected) => {
    const { status, body, log } = await run(fails)
    expect([status, log]).toEqual([500, expected])
    expect(Object.keys(body).toSorted()).toEqual(["code", "id", "status", "title", "type"])
  })
  it("rejects in tests with the cause", async () => {
    failing = "handler"
    await expect(client(app).post("/")).rejects.toThrow("failed with a 500: handler")
  })
})

describe("parts of an application", () => {
  const layer = (name: string) =>
    middleware(name, async (request, next) => {
      const response = await next()
      response.headers.append("x-layers", name)
      return response
    })
  const ping = get("/ping", {}, returns(204), use(layer("endpoint")), () => undefined)

  it("folds middleware from app to router to endpoint, around errors and 404 too", async () => {
    const boom = get("/boom", {}, returns(204), () => {
      throw new Broken("x")
    })
    const app = new App(info, [
      layer("app"),
      layer("second"),
      router("/r", { ping, boom }, { middleware: [layer("router")] }),
    ])
    const api = client(app, { failures: "answer" })
    expect((await api.get("/r/ping")).headers.get("x-layers")).toBe("endpoint, router, second, app")
    expect((await api.get("/r/boom")).headers.get("x-layers")).toBe("router, second, app")
    expect((await api.get("/r/none")).headers.get("x-layers")).toBe("second, app")
    const steps = app.plans[0]!.steps.filter((step) => step.kind === "middleware").map((step) => step.name)
    expect(steps).toEqual(["security headers", "app", "second", "router", "endpoint"])
  })

  it("answers errors of a class by the nearest handler, and what handlers and middleware throw by 500", async () => {
    class Special extends Broken {}
    const throws = (error: Error) => get(`/${error.message}` as "/x", {}, returns(204), () => Promise.reject(error))
    const bad = middleware("bad", (request, next) => {
      if (request.path === "/layer") throw new Broken("in a layer")
      return next()
    })
    const app = new App(info, [
      bad,
      throws(new Special("special")),
      throws(new Broken("broken")),
      throws(new RangeError("range")),
      onError(Broken, (error) => problem({ status: 402, code: "broken", detail: error.message })),
      onError(Special, () => problem({ status: 409, code: "special" })),
      onError(RangeError, () => {
        throw new Error("handler failed")
      }),
    ])
    const api = client(app, { failures: "answer" })
    const status = async (target: string) => (await api.get(target)).status
    expect([await status("/special"), await status("/broken"), await status("/range"), await status("/layer")]).toEqual(
      [409, 402, 500, 402],
    )
  })

  it("reports an HTTP error that no outcome declares and keeps its status", async () => {
    const app = new App(info, [get("/", {}, returns(204), () => fail(maru.NotFound))])
    await expect(client(app).get("/")).rejects.toThrow("add raises(status, ErrorClass)")
    expect((await client(app, { failures: "answer" }).get("/")).status).toBe(404)
    const declared = new App(info, [get("/", {}, returns(204), raises(404, maru.NotFound), () => fail(maru.NotFound))])
    expect((await client(declared).get("/")).status).toBe(404)
  })

  it("starts lifespans in order and closes them in reverse, also when a later one fails", async () => {
    const log: string[] = []
    const span = (name: string, fails = false) =>
      lifespan(async function* () {
        if (fails) throw new Broken(name)
        log.push(`start ${name}`)
        yield
        log.push(`close ${name}`)
      })
    const app = new App(info, [span("a"), span("b"), ping])
    await app.start()
    await app.start()
    await app.close()
    await app.close()
    expect(log.splice(0)).toEqual(["start a", "start b", "close b", "close a"])
    await expect(new App(info, [span("a"), span("b", true), ping]).start()).rejects.toThrow("b")
    expect(log).toEqual(["start a", "close a"])
  })

  it("binds ports to values and providers", async () => {
    interface Clock {
      now(): number
    }
    const clock = port<Clock>("clock")
    const endpoint = get("/", { clock }, returns(200, z.object({ now: z.int() })), ({ clock }) => ({
      now: clock.now(),
    }))
    const app = new App(info, [endpoint]).provide(clock, { now: () => 1 })
    expect(await (await client(app).get("/")).json()).toEqual({ now: 1 })
    const bound = new App(info, [endpoint]).provide(
      clock,
      dependency({ q: query(z.int()) }, ({ q }) => ({ now: () => q })),
    )
    expect(await (await client(bound).get("/?q=5")).json()).toEqual({ now: 5 })
    expect(() => app.provide(clock, { now: () => 2 })).not.toThrow()
    await app.start()
    expect(() => app.provide(clock, { now: () => 2 })).toThrow("before the application starts")
    await expect(new App(info, [endpoint]).start()).rejects.toThrow('port "clock"')
  })

  it("runs providers outside requests", async () => {
    const log: string[] = []
    const work = dependency(async function* () {
      yield 5
      log.push("done")
    })
    const app = new App(info, [])
    expect(await app.run({ work }, ({ work }) => work * 2)).toBe(10)
    expect(log).toEqual(["done"])
    await expect(app.run({ q: query(z.string()) }, () => 1)).rejects.toThrow("there is no request here")
  })

  it("shares one input asked for twice and refuses two schemas for it", async () => {
    const limit = z.int()
    const half = dependency({ limit: query(limit) }, ({ limit }) => limit / 2)
    const ok = get(
      "/",
      { half, limit: query(limit) },
      returns(200, z.object({ sum: z.number() })),
      ({ half, limit }) => ({ sum: half + limit }),
    )
    expect(await (await client(new App(info, [ok])).get("/?limit=4")).json()).toEqual({ sum: 6 })
    const clash = get("/", { half, limit: query(z.int()) }, returns(204), () => undefined)
    await expect(new App(info, [clash]).start()).rejects.toThrow(
      'query "limit" is asked for twice with different schemas',
    )
  })

  it("reads headers and cookies by their request names", async () => {
    const Out = z.object({ agent: z.string(), theme: z.string().optional(), ids: z.array(z.int()) })
    const endpoint = get(
      "/",
      {
        userAgent: header(z.string()),
        theme: cookie(z.string().optional()),
        ids: query("id", z.array(z.int()).default([])),
      },
      returns(200, Out),
      ({ userAgent, theme, ids }) => ({ agent: userAgent, theme, ids }),
    )
    const response = await client(new App(info, [endpoint])).get("/?id=1&id=2", {
      headers: { "user-agent": "x", cookie: "theme=dark" },
    })
    expect(await response.json()).toEqual({ agent: "x", theme: "dark", ids: [1, 2] })
  })

  it("resolves a router's shared providers first and documents their errors", async () => {
    const guard = dependency(() => fail(maru.Forbidden), { raises: raises(403, maru.Forbidden) })
    const app = new App(info, [router("/admin", { ping }, { providers: { guard } })])
    expect((await client(app).get("/admin/ping")).status).toBe(403)
    expect(app.plans[0]!.errors).toMatchObject([{ status: 403, code: "not-allowed" }])
  })

  it("gives six frames at most to a synchronous handler", async () => {
    let frames: string[] = []
    const app = new App(info, [
      get("/", {}, returns(204), () => {
        frames = new Error("here")
          .stack!.split("\n")
          .slice(2)
          .filter((line) => /packages\/maru\/src|plan/.test(line))
      }),
    ])
    await app.start()
    const response = app.fetch(new Request("http://localhost/"))
    expect(response).not.toBeInstanceOf(Promise)
    expect(frames.length).toBeGreaterThan(0)
    expect(frames.length).toBeLessThanOrEqual(5) // the server's own callback is the sixth
  })

  it("refuses what cannot work when it starts", async () => {
    const refused = async (parts: maru.AppPart[]) =>
      new App(info, parts).start().then(
        () => "started",
        (error: maru.StartError) => error.code,
      )
    const same = () => get("/:a", { a: path(z.string()) }, returns(204), () => undefined)
    expect(await refused([same(), same()])).toBe("name-clash")
    expect(await refused([router("/x", { a: same(), b: same() })])).toBe("route-duplicate")
    expect(await refused([router("/x", { value: 1 })])).toBe("endpoint-expected")
    expect(await refused([get("x" as "/x", {}, returns(204), () => undefined)])).toBe("pattern-invalid")
    expect(await refused([put("/", { a: body(Post), b: body(z.int()) }, returns(204), () => undefined)])).toBe(
      "body-twice",
    )
    expect(await refused([get("/", { id: path(z.int()) } as {}, returns(204), () => undefined)])).toBe(
      "path-name-missing",
    )
    expect(await refused([del("/", {}, returns(204), document({ name: "one" }), () => undefined)])).toBe("started")
  })

  it("mounts another application, and a folder below all routes", async () => {
    const folder = mkdtempSync(join(tmpdir(), "maru-site-"))
    mkdirSync(join(folder, "assets"))
    writeFileSync(join(folder, "index.html"), "<p>page</p>")
    writeFileSync(join(folder, "assets", "a.js"), "1")
    writeFileSync(join(folder, ".secret"), "x")
    const inner = new App(info, [
      get("/hello", { request: maru.request }, returns(200, z.string()), ({ request }) => request.path),
    ])
    const app = new App(info, [
      ping,
      mount("/legacy/", inner),
      site(folder, { fallback: "index.html", immutable: /^\/assets\// }),
    ])
    const api = client(app)
    expect(await (await api.get("/legacy/hello")).json()).toBe("/hello")
    expect((await api.get("/legacy/none")).status).toBe(404)
    expect((await api.get("/legacyhello")).status).toBe(404)
    const html = { headers: { accept: "text/html" } }
    for (const target of ["/", "/index.html", "/any/where"])
      expect(await (await api.get(target, html)).text()).toBe("<p>page</p>")
    const script = await api.get("/assets/a.js")
    expect(script.headers.get("cache-control")).toContain("immutable")
    expect((await api.get("/assets/a.js", { headers: { "if-none-match": script.headers.get("etag")! } })).status).toBe(
      304,
    )
    const head = await api.request("HEAD", "/assets/a.js")
    expect([head.headers.get("content-length"), await head.text()]).toEqual(["1", ""])
    for (const target of ["/.secret", "/assets/..%2findex.html", "/assets/b.js"]) {
      expect([400, 404]).toContain((await api.get(target)).status)
    }
    expect((await api.post("/ping")).status).toBe(405)
    await expect(new App(info, [site("/no/such/folder")]).start()).rejects.toMatchObject({ code: "file-missing" })
    rmSync(folder, { recursive: true })
  })

  it("never lets an ambiguous path reach a parameter", async () => {
    const seen: string[] = []
    const app = new App(info, [
      get("/posts/:id", { id: path(z.string()) }, returns(204), ({ id }) => void seen.push(id)),
    ])
    await app.start()
    const status = async (target: string) =>
      (await app.handle({ ...plainRequest, path: target } as unknown as maru.HttpRequest)).status
    for (const target of [
      "/posts/..",
      "/posts/.",
      "/posts/%2e%2e",
      "/posts/%2E.",
      "/posts/a\\b",
      "/posts/a%5cb",
      "/posts/a b",
      "/posts/%00",
      "/posts//a",
    ]) {
      expect([target, await status(target)]).toEqual([target, 400])
    }
    expect([await status("/posts/a%2fb"), await status("/posts/a;x=1"), await status("/posts/..a")]).toEqual([
      204, 204, 204,
    ])
    expect(seen).toEqual(["a/b", "a;x=1", "..a"])
  })

  it("treats a last slash as it is told", async () => {
    const policy = async (trailingSlash: "redirect" | "strict" | "ignore") =>
      (await client(new App({ ...info, trailingSlash }, [ping])).get("/ping/")).status
    expect([await policy("redirect"), await policy("strict"), await policy("ignore")]).toEqual([308, 404, 204])
  })

  it("sends files with their validators, ranges and names", async () => {
    const folder = mkdtempSync(join(tmpdir(), "maru-file-"))
    const file = join(folder, "보고서.txt")
    writeFileSync(file, "0123456789")
    const plain = maru.file()
    const app = new App(info, [
      get("/", {}, plain, () => file),
      get("/saved", {}, plain, () => plain({ path: file, download: true })),
    ])
    const api = client(app)
    const whole = await api.get("/")
    expect([whole.status, whole.headers.get("content-type"), await whole.text()]).toEqual([
      200,
      "text/plain; charset=utf-8",
      "0123456789",
    ])
    const part = await api.get("/", { headers: { range: "bytes=2-4" } })
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 2-4/10", "234"])
    expect((await api.get("/", { headers: { range: "bytes=20-" } })).status).toBe(416)
    expect((await api.get("/", { headers: { "if-modified-since": whole.headers.get("last-modified")! } })).status).toBe(
      304,
    )
    expect((await api.get("/saved")).headers.get("content-disposition")).toContain("filename*=UTF-8''")
    rmSync(folder, { recursive: true })
  })
})
