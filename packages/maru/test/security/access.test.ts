import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  App,
  NotFound,
  Unauthorized,
  dependency,
  fail,
  get,
  path,
  post,
  raises,
  returns,
  router,
} from "../../src/index.ts"
import { bearer, denyByDefault, hashApiKey, newApiKey, owner, requires } from "../../src/security.ts"
import { client } from "../../src/testing.ts"

interface User {
  readonly name: string
  readonly role: "admin" | "member"
}

const users = new Map<string, User>([
  ["t-mina", { name: "mina", role: "admin" }],
  ["t-theo", { name: "theo", role: "member" }],
])

const currentUser = dependency({ token: bearer() }, ({ token }) => users.get(token) ?? fail(Unauthorized), {
  name: "currentUser",
  raises: raises(401, Unauthorized),
})
const admin = requires(currentUser, async (user) => user.role === "admin", "Admins only.")
const note = dependency({ id: path(z.int()) }, ({ id }) => (id === 1 ? { author: "theo" } : fail(NotFound)), {
  raises: raises(404, NotFound),
})
const isAuthor = (user: User, note: { author: string }) => user.name === note.author
const ownNote = owner(currentUser, note, isAuthor, { reason: "Not yours." })
const secretNote = owner(currentUser, note, isAuthor, { hide: true })

const app = new App({ title: "t", version: "1" }, [
  get("/admin", { user: admin }, returns(200, z.string()), ({ user }) => user.name),
  get("/notes/:id", { note: ownNote }, returns(200, z.string()), ({ note }) => note.author),
  get("/secrets/:id", { note: secretNote }, returns(200, z.string()), ({ note }) => note.author),
])
const api = client(app)
const ask = async (path: string, user?: string) => {
  const response = await api.get(path, user ? { headers: { authorization: `Bearer t-${user}` } } : {})
  return response.status === 200 ? response.json() : response.status
}

describe("access", () => {
  it("by a rule: 401 for strangers, 403 for others", async () => {
    expect([await ask("/admin"), await ask("/admin", "theo"), await ask("/admin", "mina")]).toEqual([401, 403, "mina"])
  })

  it("by ownership: 401, 404 for what is not there, 403 for others, or 404 where they shall not know", async () => {
    expect([await ask("/notes/1"), await ask("/notes/2", "theo")]).toEqual([401, 404])
    expect([await ask("/notes/1", "mina"), await ask("/notes/1", "theo")]).toEqual([403, "theo"])
    const [hidden, missing] = await Promise.all(
      ["/secrets/1", "/secrets/2"].map((path) => api.get(path, { headers: { authorization: "Bearer t-mina" } })),
    )
    expect([hidden!.status, await hidden!.text()]).toEqual([missing!.status, await missing!.text()])
    expect(await ask("/secrets/1", "theo")).toBe("theo")
  })

  it("is in the plan", () => {
    const errors = app.plans.map((plan) => plan.errors.map(({ status }) => status))
    expect(errors.map((list) => [...new Set(list)])).toEqual([
      [401, 403],
      [400, 401, 403, 404, 422],
      [400, 401, 404, 422],
    ])
  })
})

describe("deny by default", () => {
  const open = get("/", {}, returns(204), () => undefined)
  const maybe = post("/maybe", { token: bearer({ optional: true }) }, returns(204), () => undefined)
  const guarded = get("/me", { user: currentUser }, returns(204), () => undefined)
  const start = (...listed: string[]) =>
    new App({ title: "t", version: "1" }, [router("/x", { open, maybe, guarded }), denyByDefault(...listed)]).start()

  it("does not start with an endpoint that strangers may use", async () => {
    await expect(start()).rejects.toThrow("Strangers may use GET /x, POST /x/maybe.")
    await expect(start("x.open")).rejects.toMatchObject({ code: "access-open" })
  })
  it("starts where these are listed, and every entry is an endpoint", async () => {
    await start("GET /x", "x.maybe")
    await expect(start("GET /x", "x.maybe", "GET /gone")).rejects.toThrow('no endpoint is "GET /gone"')
  })
})

describe("keys for programs", () => {
  it("are random, and stored as hashes", () => {
    const { key, hash } = newApiKey("board")
    expect(key).toMatch(/^board_[\w-]{43}$/)
    expect([hash, hash.length, newApiKey("board").key === key]).toEqual([hashApiKey(key), 43, false])
    for (const prefix of ["", "a b", "1a", "x".repeat(40)]) expect(() => newApiKey(prefix)).toThrow("no prefix")
  })
})
