import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  Forbidden,
  type Provider,
  body,
  dependency,
  get,
  post,
  raises,
  redirect,
  returns,
} from "../../src/index.ts"
import { CookieKeys } from "../../src/security.ts"
import {
  type Session,
  type SessionOptions,
  Sessions,
  WrongFormToken,
  memorySessions,
  redisSessions,
} from "../../src/session.ts"
import { type Client, client } from "../../src/testing.ts"

interface Kept {
  cart: string[]
}

type Work = (session: Session<Kept>, log: string[]) => unknown

/** An application with one endpoint that does what a test says, over a store that tells how often it was asked. */
function shop(options: Partial<SessionOptions> = {}) {
  const calls: string[] = []
  const inner = options.store ?? memorySessions()
  const counted = (name: "read" | "create" | "change" | "remove" | "list") => {
    return (...args: never[]) => {
      calls.push(name)
      return (inner[name] as (...args: never[]) => unknown)(...args)
    }
  }
  const store = {
    read: counted("read"),
    create: counted("create"),
    change: counted("change"),
    remove: counted("remove"),
    list: counted("list"),
  } as SessionOptions["store"]
  const sessions = new Sessions<Kept>({ ...options, store })
  let work: Work = () => undefined
  const db = dependency(async function* () {
    yield calls
    calls.push("commit")
  })
  const act = ({ session, db }: { session: Session<Kept>; db: string[] }) => work(session, db)
  const signature = { session: sessions.session as Provider<Session<Kept>>, db }
  const app = new App({ title: "t", version: "1" }, [
    get("/", signature, returns(200, z.json()), async (args) => ((await act(args)) ?? null) as never),
    post("/", signature, returns(200, z.json()), raises(403, Forbidden, WrongFormToken), async (args) => {
      return ((await act(args)) ?? null) as never
    }),
    post("/form", { session: sessions.session, text: body(z.string()) }, redirect(303), ({ session, text }) => {
      session.flash("notice", text)
      return "/"
    }),
  ])
  const run = async (browser: Client, next: Work, method = "POST") => {
    work = next
    calls.length = 0
    const response = await browser.request(method, "/")
    return { response, value: response.status === 200 ? await response.json() : response.status, calls: [...calls] }
  }
  return { app, run, sessions, store: inner, browser: () => client(app) }
}

const setCookie = ({ response }: { response: Response }) => response.headers.getSetCookie()

describe("a session", () => {
  it("keeps what is set, in a cookie with a random id and a store that has its hash alone", async () => {
    const { run, browser, store } = shop()
    const mina = browser()
    const first = await run(mina, (session) => session.set("cart", ["tea"]))
    expect(setCookie(first)).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect(await store.read(mina.cookies.get("session")!)).toBeUndefined()
    const second = await run(mina, (session) => session.get("cart"), "GET")
    expect([second.value, setCookie(second)]).toEqual([["tea"], []])
    expect((await run(browser(), (session) => session.get("cart"))).value).toBe(null)
  })

  it("is read when it is first looked at, and written only if it was changed, after the commit", async () => {
    const { run, browser } = shop()
    const mina = browser()
    expect((await run(mina, () => undefined)).calls).toEqual(["commit"])
    expect((await run(mina, (session) => session.set("cart", []))).calls).toEqual(["commit", "create"])
    expect((await run(mina, () => undefined)).calls).toEqual(["commit"])
    expect((await run(mina, (session) => session.get("cart"))).calls).toEqual(["read", "commit"])
    const changed = await run(mina, async (session) => {
      session.set("cart", [...(await session.get("cart"))!, "pot"])
      return session.get("cart")
    })
    expect([changed.value, changed.calls]).toEqual([["pot"], ["read", "commit", "change"]])
  })

  it("saves nothing where the request fails", async () => {
    const { run, browser } = shop()
    const mina = browser()
    await run(mina, (session) => session.set("cart", ["tea"]))
    const failed = await run(mina, (session) => {
      session.set("cart", [])
      session.destroy()
      throw new Forbidden()
    })
    expect([failed.value, failed.calls, setCookie(failed)]).toEqual([403, [], []])
    expect((await run(mina, (session) => session.get("cart"))).value).toEqual(["tea"])
  })

  it("gets another id at login, and the one of before is worth nothing", async () => {
    const { run, browser } = shop()
    const mina = browser()
    await run(mina, (session) => session.set("cart", ["tea"]))
    const planted = mina.cookies.get("session")!
    await run(mina, (session) => session.login(7))
    expect(mina.cookies.get("session")).not.toBe(planted)
    const known = await run(mina, async (session) => [await session.user(), await session.get("cart")])
    expect(known.value).toEqual(["7", ["tea"]])
    const thief = browser()
    thief.cookies.set("session", planted)
    const nothing = await run(thief, (session) => session.user())
    expect([nothing.value, setCookie(nothing)]).toEqual([null, [expect.stringMatching(/^session=; Max-Age=0; /)]])
  })

  it("takes no id that it has not given", async () => {
    const { run, browser } = shop()
    for (const id of ["x".repeat(43), "x", "x".repeat(5000), "%00", "a b"]) {
      const thief = browser()
      thief.cookies.set("session", id)
      await run(thief, (session) => session.set("cart", []))
      expect(thief.cookies.get("session")).toMatch(/^[\w-]{43}$/)
      expect(thief.cookies.get("session")).not.toBe(id)
    }
  })

  it("ends on the server too when it is destroyed", async () => {
    const { run, browser } = shop()
    const mina = browser()
    await run(mina, (session) => session.login("mina"))
    const stolen = mina.cookies.get("session")!
    const after = await run(mina, async (session) => {
      session.destroy()
      return [(await session.user()) ?? "nobody"]
    })
    expect(after.value).toEqual(["nobody"])
    expect(mina.cookies.get("session")).toBeUndefined()
    mina.cookies.set("session", stolen)
    expect((await run(mina, (session) => session.user())).value).toBe(null)
  })

  it("does not come back when it is changed while it ends elsewhere", async () => {
    const { run, browser, sessions } = shop()
    const mina = browser()
    for (const change of ["set", "regenerate"] as const) {
      await run(mina, (session) => session.login("mina"))
      const late = await run(mina, async (session) => {
        await session.user()
        await sessions.endAll("mina")
        if (change === "set") session.set("cart", [])
        else session.regenerate()
      })
      expect(setCookie(late)).toEqual([expect.stringMatching(/Max-Age=0/)])
      expect((await run(mina, (session) => session.user())).value).toBe(null)
    }
  })

  it("ends when it is not used, and however much it is used", async () => {
    const { run, browser } = shop({ idle: 0.15, absolute: 0.4 })
    const mina = browser()
    await run(mina, (session) => session.login("mina"))
    const user = async () => (await run(mina, (session) => session.user())).value
    const start = Date.now()
    let last: unknown = "mina"
    for (; last === "mina"; last = await user()) await new Promise((resolve) => setTimeout(resolve, 40))
    expect(Date.now() - start).toBeGreaterThan(150)
    await run(mina, (session) => session.login("mina"))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await user()).toBe(null)
  })

  it("keeps a text for the next page", async () => {
    const { run, browser } = shop()
    const mina = browser()
    expect((await mina.post("/form", { json: "Saved." })).status).toBe(303)
    const next = () => run(mina, (session) => session.flashed("notice"), "GET")
    expect([(await next()).value, (await next()).value]).toEqual(["Saved.", null])
  })

  it("keeps JSON, and not too much of it", async () => {
    const { run, browser } = shop()
    const mina = browser()
    const rejected = (work: Work) => expect(run(mina, work)).rejects.toThrow(/500/)
    await rejected((session) => session.set("cart", (() => 1) as never))
    await rejected((session) => session.set("cart", ["x".repeat(70_000)]))
    await run(mina, (session) => session.set("__proto__" as never, { admin: true } as never))
    expect((await run(mina, (session) => session.get("__proto__" as never))).value).toEqual({ admin: true })
    expect((await run(mina, (session) => session.get("constructor" as never))).value).toBe(null)
  })
})

describe("devices", () => {
  it("are listed, and logged out one by one or all", async () => {
    const { run, browser, app } = shop()
    const [laptop, phone, other] = [browser(), browser(), browser()]
    for (const device of [laptop, phone]) await run(device, (session) => session.login("mina"))
    await run(other, (session) => session.login("theo"))
    const devices = await run(laptop, async (session) =>
      (await session.devices()).map(({ id, name, current }) => ({ id, name, current })),
    )
    expect(devices.value).toHaveLength(2)
    const list = devices.value as { id: string; current: boolean }[]
    expect(list.map(({ current }) => current).toSorted()).toEqual([false, true])
    const phones = list.find(({ current }) => !current)
    expect((await run(other, (session) => session.end(phones!.id))).value).toBe(false)
    expect((await run(laptop, (session) => session.end(phones!.id))).value).toBe(true)
    expect((await run(phone, (session) => session.user())).value).toBe(null)
    await run(phone, (session) => session.login("mina"))
    await run(laptop, async (session) => {
      await session.endOthers()
      throw new Forbidden()
    })
    expect((await run(phone, (session) => session.user())).value).toBe("mina")
    const left = await run(laptop, async (session) => {
      await session.endOthers()
      return (await session.devices()).length
    })
    expect([left.value, left.calls.indexOf("remove") > left.calls.indexOf("commit")]).toEqual([1, true])
    expect((await run(phone, (session) => session.user())).value).toBe(null)
    expect((await run(laptop, (session) => session.user())).value).toBe("mina")
    expect((await run(other, (session) => session.user())).value).toBe("theo")
    expect(app.plans[0]!.security).toMatchObject([{ name: "session", optional: true, crossSite: "refuse" }])
  })
})

describe("requests that other sites cause", () => {
  it("change nothing, nor do they log anybody in", async () => {
    const { app } = shop()
    for (const site of ["cross-site", "same-site", "none"]) {
      const request = new Request("http://localhost/", { method: "POST", headers: { "sec-fetch-site": site } })
      const response = await app.fetch(request)
      expect([response.status, await response.json()]).toMatchObject([403, { code: "cross-site-request" }])
    }
    expect((await app.fetch(new Request("http://localhost/", { method: "POST" }))).status).toBe(403)
  })

  it("have no token of this session's forms", async () => {
    const { run, browser } = shop()
    const [mina, theo] = [browser(), browser()]
    const token = (who: Client) => run(who, (session) => session.formToken(), "GET")
    const [one, two] = [(await token(mina)).value as string, (await token(mina)).value as string]
    expect(one).not.toBe(two)
    const check = async (who: Client, text?: string) => {
      return (await run(who, (session) => session.checkFormToken(text).then(() => "right"))).value
    }
    expect([await check(mina, one), await check(mina, two)]).toEqual(["right", "right"])
    const wrong = [undefined, "", "x", `${one}x`, one.replace(/^../, "__"), (await token(theo)).value as string]
    for (const text of wrong) expect(await check(mina, text)).toBe(403)
    expect(await check(browser(), one)).toBe(403)
    await run(mina, (session) => session.login("mina"))
    expect(await check(mina, one)).toBe(403)
  })
})

describe("the cookie", () => {
  it("has a prefix and is Secure outside loopback", async () => {
    const { app, run, browser } = shop()
    await run(browser(), (session) => session.login("mina"))
    const headers = { "sec-fetch-site": "same-origin" }
    const response = await app.fetch(new Request("http://board.example/", { method: "POST", headers }))
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ])
  })

  it("may be signed, and then no invented id reaches the store", async () => {
    const keys = new CookieKeys("k".repeat(32))
    const { run, browser } = shop({ keys, persistent: false, cookie: "sid" })
    const mina = browser()
    const first = await run(mina, (session) => session.login("mina"))
    expect(setCookie(first)).toEqual([
      expect.stringMatching(/^sid=[\w-]{43}\.\w+\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
    expect((await run(mina, (session) => session.user())).value).toBe("mina")
    const thief = browser()
    thief.cookies.set("sid", mina.cookies.get("sid")!.split(".")[0]!)
    expect((await run(thief, (session) => session.user())).calls).toEqual(["commit"])
  })
})

it("a store that is away is a 503, and only where it is looked at", async () => {
  const away = redisSessions("redis://127.0.0.1:1", { patience: 200 })
  const { run, browser } = shop({ store: away })
  const mina = browser()
  mina.cookies.set("session", "x".repeat(43))
  expect((await run(mina, (session) => session.user())).value).toBe(503)
  expect((await run(mina, () => "fine")).value).toBe("fine")
  away[Symbol.dispose]()
})

it("sessions last some seconds", () => {
  for (const times of [{ idle: 0 }, { absolute: -1 }, { idle: Number.NaN }]) {
    expect(() => new Sessions({ store: memorySessions(), ...times })).toThrow("above 0")
  }
})
