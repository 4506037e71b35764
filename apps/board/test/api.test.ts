import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { scryptSync } from "node:crypto"
import { type Client, client } from "maru/testing"

process.env["DATABASE_URL"] = "sqlite::memory:"
process.env["LOG"] = "error"
// In memory all clients are one. The limits have a test of their own.
process.env["LOGIN_LIMIT"] = "1000"
const { app } = await import("../server/app.ts")

let mina: Client
let guest: Client
let theo: Client

const password = "correct horse"
const fields = (problem: { errors: { pointer: string; name: string }[] }) =>
  problem.errors.map(({ pointer, name }) => pointer || name)

beforeAll(async () => {
  guest = client(app)
  mina = client(app)
  // Both clients answer over copies of one application, which share its database.
  await guest.post("/api/users", { json: { email: "Mina@Example.com", password, nickname: "미나" } })
  await guest.post("/api/users", { json: { email: "theo@example.com", password, nickname: "Theo" } })
  await mina.post("/api/session", { json: { email: "mina@example.com", password } })
  theo = client(app)
  await theo.post("/api/session", { json: { email: "theo@example.com", password } })
})

afterAll(() => guest.close())

/** Somebody who was made an admin while being logged in: that login is over, and the next one is an admin's. */
async function adminClient(): Promise<Client> {
  const { db } = await import("../server/providers.ts")
  const { promote } = await import("../server/users/controller.ts")
  const json = { email: "ada@example.com", password, nickname: "Ada", role: "admin" }
  expect(await (await guest.post("/api/users", { json })).json()).toMatchObject({ role: "member" })
  const ada = client(app)
  await ada.post("/api/session", { json })
  await guest.app.run({ db }, ({ db }) => promote(db, "Ada@example.com"))
  expect((await ada.get("/api/users/me")).status).toBe(401)
  await ada.post("/api/session", { json })
  expect(await (await ada.get("/api/users/me")).json()).toMatchObject({ role: "admin" })
  return ada
}

describe("users", () => {
  it("answers 201 without the password's hash", async () => {
    const response = await guest.post("/api/users", { json: { email: "sam@example.com", password, nickname: "Sam" } })
    expect(response.status).toBe(201)
    expect(Object.keys(await response.json())).toEqual(["id", "email", "nickname", "avatar", "role", "createdAt"])
  })

  it("answers 409 for an address or nickname that is taken, in any case of letters", async () => {
    const again = (email: string, nickname: string) => guest.post("/api/users", { json: { email, nickname, password } })
    expect(await (await again("MINA@example.com", "other")).json()).toMatchObject({ status: 409, code: "email-taken" })
    expect(await (await again("other@example.com", "미나")).json()).toMatchObject({
      status: 409,
      code: "nickname-taken",
    })
  })

  it("lists every fault at once", async () => {
    const response = await guest.post("/api/users", { json: { email: "x", password: "1", nickname: "" } })
    expect(response.status).toBe(422)
    expect(fields(await response.json())).toEqual(["/email", "/nickname", "/password"])
  })

  it("takes no password that others would try first", async () => {
    for (const weak of ["password123", "qwertyuiop", "weakling1"]) {
      const json = { email: "weakling@example.com", nickname: "Weak", password: weak }
      const response = await guest.post("/api/users", { json })
      expect([response.status, fields(await response.json())]).toEqual([422, ["/password"]])
    }
  })

  it("says who is logged in", async () => {
    expect((await guest.get("/api/users/me")).status).toBe(401)
    expect(await (await mina.get("/api/users/me")).json()).toMatchObject({
      email: "mina@example.com",
      nickname: "미나",
    })
  })
})

describe("the session", () => {
  it("refuses unknown addresses and wrong passwords with the same answer", async () => {
    const login = async (email: string, secret: string) => {
      const response = await guest.post("/api/session", { json: { email, password: secret } })
      return [response.status, await response.json(), response.headers.getSetCookie()]
    }
    expect(await login("nobody@example.com", password)).toEqual(await login("mina@example.com", "wrong password"))
  })

  it("renews hashes that were made in an older way", async () => {
    const { db } = await import("../server/providers.ts")
    const { User } = await import("../server/users/model.ts")
    const salt = Buffer.from("0123456789abcdef")
    const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "")
    const old = `$scrypt$ln=4,r=8,p=1$${base64(salt)}$${base64(scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 }))}`
    const hashOf = (change?: string) =>
      guest.app.run({ db }, async ({ db }) => {
        const user = (await User.byEmail(db, "theo@example.com"))!
        if (change) user.passwordHash = change
        return user.passwordHash
      })
    await hashOf(old)
    const device = client(app)
    for (let i = 0; i < 2; i++) {
      expect((await device.post("/api/session", { json: { email: "theo@example.com", password } })).status).toBe(201)
      expect(await hashOf()).toMatch(/^\$argon2id\$/)
    }
  })

  it("is an HttpOnly cookie that ends on the server too", async () => {
    const device = client(app)
    const opened = await device.post("/api/session", { json: { email: "theo@example.com", password } })
    expect(opened.status).toBe(201)
    expect(opened.headers.get("set-cookie")).toMatch(/^session=[\w-]{43}; .*HttpOnly; SameSite=Lax/)
    const stolen = device.cookies.get("session")!
    expect((await device.delete("/api/session")).status).toBe(204)
    expect(device.cookies.get("session")).toBeUndefined()
    device.cookies.set("session", stolen)
    expect((await device.get("/api/users/me")).status).toBe(401)
    expect((await device.delete("/api/session")).status).toBe(204)
    expect((await theo.get("/api/users/me")).status).toBe(200)
  })

  it("has a prefix and is Secure outside loopback, where no other cookie is taken for it", async () => {
    const send = (method: string, path: string, cookie = "", body?: string) => {
      const headers = { cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" }
      return guest.app.fetch(
        new Request(`https://board.example${path}`, { method, headers, ...(body === undefined ? {} : { body }) }),
      )
    }
    const login = await send("POST", "/api/session", "", JSON.stringify({ email: "theo@example.com", password }))
    const set = login.headers.get("set-cookie")!
    expect(set).toMatch(/^__Host-session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    const pair = set.split(";")[0]!
    expect((await send("GET", "/api/users/me", pair)).status).toBe(200)
    expect((await send("GET", "/api/users/me", pair.slice("__Host-".length))).status).toBe(401)
    const ended = await send("DELETE", "/api/session", pair)
    expect(ended.headers.get("set-cookie")).toBe("__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax")
    expect((await send("GET", "/api/users/me", pair)).status).toBe(401)
  })
})

describe("an account", () => {
  const signUp = async (name: string) => {
    const email = `${name}@example.com`
    await guest.post("/api/users", { json: { email, password, nickname: name } })
    const [laptop, phone] = [client(app), client(app)]
    for (const device of [laptop, phone]) await device.post("/api/session", { json: { email, password } })
    return { email, laptop, phone }
  }

  it("knows its devices and logs out on one of them", async () => {
    const { laptop, phone } = await signUp("Devi")
    const devices = await (await laptop.get("/api/session/devices")).json()
    expect(devices.map(({ current }: { current: boolean }) => current)).toEqual([false, true])
    expect(Object.keys(devices[0])).toEqual(["id", "createdAt", "expiresAt", "current"])
    expect((await mina.delete(`/api/session/devices/${devices[0].id}`)).status).toBe(404)
    expect((await laptop.delete(`/api/session/devices/${devices[0].id}`)).status).toBe(204)
    expect([(await phone.get("/api/users/me")).status, (await laptop.get("/api/users/me")).status]).toEqual([401, 200])
  })

  it("logs out everywhere else at once", async () => {
    const { laptop, phone } = await signUp("Otto")
    expect((await guest.delete("/api/session/devices")).status).toBe(401)
    expect((await laptop.delete("/api/session/devices")).status).toBe(204)
    expect([(await phone.get("/api/users/me")).status, (await laptop.get("/api/users/me")).status]).toEqual([401, 200])
    expect((await (await laptop.get("/api/session/devices")).json()).length).toBe(1)
  })

  it("changes its password, which logs out everywhere else and gives this device another token", async () => {
    const { email, laptop, phone } = await signUp("Pat")
    const before = laptop.cookies.get("session")!
    const change = (json: object) => laptop.patch("/api/users/me/password", { json })
    expect((await change({ current: "wrong horse", password: "another horse" })).status).toBe(403)
    expect((await change({ current: password, password: "password1" })).status).toBe(422)
    expect((await change({ current: password, password: "another horse" })).status).toBe(204)
    expect(laptop.cookies.get("session")).not.toBe(before)
    expect([(await phone.get("/api/users/me")).status, (await laptop.get("/api/users/me")).status]).toEqual([401, 200])
    phone.cookies.set("session", before)
    expect((await phone.get("/api/users/me")).status).toBe(401)
    const logIn = async (secret: string) =>
      (await guest.post("/api/session", { json: { email, password: secret } })).status
    expect([await logIn(password), await logIn("another horse")]).toEqual([401, 201])
    guest.cookies.clear()
  })

  it("changes its nickname, to one that nobody has", async () => {
    const { laptop } = await signUp("Nick")
    const change = async (nickname: string) => {
      const response = await laptop.patch("/api/users/me", {
        json: { nickname, role: "admin", email: "x@example.com" },
      })
      return [response.status, await response.json()]
    }
    expect(await change("Nicholas")).toMatchObject([200, { nickname: "Nicholas", role: "member" }])
    expect(await change("Theo")).toMatchObject([409, { code: "nickname-taken" }])
    expect(await change("x")).toMatchObject([422, { errors: [{ pointer: "/nickname" }] }])
    expect(await (await laptop.get("/api/users/me")).json()).toMatchObject({
      nickname: "Nicholas",
      email: "nick@example.com",
    })
  })

  it("is closed with all that it wrote", async () => {
    const { email, laptop, phone } = await signUp("Gone")
    const post = await (await laptop.post("/api/posts", { json: { title: "x", body: "y" } })).json()
    expect((await laptop.delete("/api/users/me", { json: { password: "wrong horse" } })).status).toBe(403)
    expect((await laptop.delete("/api/users/me", { json: { password } })).status).toBe(204)
    expect((await phone.get("/api/users/me")).status).toBe(401)
    expect((await guest.get(`/api/posts/${post.id}`)).status).toBe(404)
    expect((await guest.post("/api/session", { json: { email, password } })).status).toBe(401)
  })

  it("is changed by nobody's page but the board's", async () => {
    const headers = { "sec-fetch-site": "cross-site" }
    const answers = [
      await mina.patch("/api/users/me/password", { headers, json: { current: password, password: "another horse" } }),
      await mina.delete("/api/users/me", { headers, json: { password } }),
      await mina.delete("/api/session", { headers }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
    expect((await mina.get("/api/users/me")).status).toBe(200)
  })
})

describe("the notice", () => {
  it("is shown until it is put away for the rest of the day", async () => {
    const reader = client(app)
    const read = () => reader.get("/api/notice")
    expect(Object.keys((await (await read()).json()).text)).toEqual(["en", "ko"])
    const away = await reader.put("/api/notice/put-away", { json: { seconds: 3600 } })
    expect(away.headers.get("set-cookie")).toMatch(/^notice=\w+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await read()).status).toBe(204)
    reader.cookies.set("notice", "an older one")
    expect((await read()).status).toBe(200)
    expect((await reader.put("/api/notice/put-away", { json: { seconds: 90_001 } })).status).toBe(422)
  })
})

describe("posts", () => {
  const write = async (title = "제목", who = mina) => {
    const response = await who.post("/api/posts", { json: { title, body: "text", tags: ["a", "b"] } })
    expect(response.status).toBe(201)
    const post = await response.json()
    expect(response.headers.get("location")).toBe(`/api/posts/${post.id}`)
    return post as { id: number; title: string }
  }

  it("need a login to be written, and a title", async () => {
    expect((await guest.post("/api/posts", { json: {} })).status).toBe(401)
    const response = await mina.post("/api/posts", { json: { title: " ", body: "" } })
    expect(fields(await response.json())).toEqual(["/title", "/body"])
  })

  it("are listed newest first, in parts", async () => {
    const [first, second] = [await write("first"), await write("second")]
    const { items, total, offset, limit } = await (await guest.get("/api/posts", { query: { limit: 2 } })).json()
    expect([offset, limit, total >= 2]).toEqual([0, 2, true])
    expect(items.map((post: { id: number }) => post.id)).toEqual([second.id, first.id])
    expect(items[0]).toMatchObject({ author: { nickname: "미나" }, tags: ["a", "b"], commentCount: 0, likeCount: 0 })
    expect(items[0]).not.toHaveProperty("body")
    expect((await guest.get("/api/posts", { query: { limit: 101 } })).status).toBe(422)
    expect((await (await guest.get("/api/posts?offset=1000")).json()).items).toEqual([])
  })

  it("are changed and deleted by their author alone", async () => {
    const { id } = await write()
    const forbidden = await theo.patch(`/api/posts/${id}`, { json: { title: "mine" } })
    expect(await forbidden.json()).toMatchObject({ status: 403, code: "not-the-author" })
    expect((await theo.delete(`/api/posts/${id}`)).status).toBe(403)
    const changed = await mina.patch(`/api/posts/${id}`, { json: { title: "new", id: 999, authorId: 2 } })
    expect(await changed.json()).toMatchObject({ id, title: "new", body: "text", author: { nickname: "미나" } })
    expect((await mina.delete(`/api/posts/${id}`)).status).toBe(204)
    expect((await mina.get(`/api/posts/${id}`)).status).toBe(404)
    expect((await mina.delete(`/api/posts/${id}`)).status).toBe(404)
  })

  it("are liked once, however often", async () => {
    const { id } = await write()
    const state = async (who: Client) => {
      const { liked, likeCount } = await (await who.get(`/api/posts/${id}`)).json()
      return [liked, likeCount]
    }
    for (let i = 0; i < 2; i++) expect((await mina.put(`/api/posts/${id}/like`)).status).toBe(204)
    expect([await state(mina), await state(guest)]).toEqual([
      [true, 1],
      [false, 1],
    ])
    for (let i = 0; i < 2; i++) expect((await mina.delete(`/api/posts/${id}/like`)).status).toBe(204)
    expect(await state(mina)).toEqual([false, 0])
    expect((await mina.put("/api/posts/999999/like")).status).toBe(404)
  })

  it("are commented on", async () => {
    const { id } = await write()
    const said = await mina.post(`/api/posts/${id}/comments`, { json: { text: "hello" } })
    expect([said.status, await said.json()]).toMatchObject([201, { text: "hello", author: { nickname: "미나" } }])
    const { items, total } = await (await guest.get(`/api/posts/${id}/comments`)).json()
    expect([items.length, total]).toEqual([1, 1])
    expect((await guest.get("/api/posts/999999/comments")).status).toBe(404)
    expect((await guest.post(`/api/posts/${id}/comments`, { json: { text: "x" } })).status).toBe(401)
    expect(await (await guest.get(`/api/posts/${id}`)).json()).toMatchObject({ commentCount: 1 })
  })

  it("are hidden by admins, and then there for admins alone", async () => {
    const { id } = await write()
    expect((await guest.put(`/api/posts/${id}/hidden`)).status).toBe(401)
    expect(await (await mina.put(`/api/posts/${id}/hidden`)).json()).toMatchObject({ status: 403, code: "not-allowed" })
    const ada = await adminClient()
    expect((await ada.put("/api/posts/999999/hidden")).status).toBe(404)
    expect((await ada.put(`/api/posts/${id}/hidden`)).status).toBe(204)

    const newest = async (who: Client) =>
      (await (await who.get("/api/posts", { query: { limit: 1 } })).json()).items[0]?.id
    const json = { text: "hello" }
    for (const who of [guest, theo, mina]) {
      expect(await newest(who)).not.toBe(id)
      expect((await who.get(`/api/posts/${id}`)).status).toBe(404)
      expect((await who.get(`/api/posts/${id}/comments`)).status).toBe(404)
    }
    const tries = [
      mina.put(`/api/posts/${id}/like`),
      mina.post(`/api/posts/${id}/comments`, { json }),
      mina.patch(`/api/posts/${id}`, { json: { title: "back" } }),
      mina.patch(`/api/posts/${id}`, { json: { hidden: false } }),
      mina.delete(`/api/posts/${id}`),
    ]
    for (const answer of tries) expect((await answer).status).toBe(404)
    expect(await newest(ada)).toBe(id)
    expect(await (await ada.get(`/api/posts/${id}`)).json()).toMatchObject({ id, hidden: true, title: "제목" })

    expect((await ada.delete(`/api/posts/${id}/hidden`)).status).toBe(204)
    expect([await newest(guest), await newest(mina)]).toEqual([id, id])
  })

  it("are not hidden by what their authors send", async () => {
    const made = await mina.post("/api/posts", { json: { title: "x", body: "y", hidden: true } })
    const { id, hidden } = await made.json()
    expect(hidden).toBe(false)
    const changed = await mina.patch(`/api/posts/${id}`, { json: { hidden: true } })
    expect(await changed.json()).toMatchObject({ hidden: false })
  })

  it.each([
    ["GET", "/api/posts/0", 422],
    ["GET", "/api/posts/1e3", 422],
    ["GET", "/api/posts/99999999999999999999", 422],
    ["PUT", "/api/posts", 405],
    ["GET", "/api/nothing", 404],
    ["PUT", "/api/users/me", 405],
  ])("%s %s is a problem with status %i", async (method, path, status) => {
    const response = await mina.request(method, path)
    expect(response.status).toBe(status)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
  })

  it.each([
    ["{", "application/json", 400],
    ["a=1", "application/x-www-form-urlencoded", 415],
    [JSON.stringify({ title: "x", body: "y".repeat(2 ** 20) }), "application/json", 413],
    ['{"__proto__":{"admin":true},"title":"x","body":"y"}', "application/json", 400],
    ["null", "application/json", 422],
    ['{"title":1,"body":null,"tags":"x"}', "application/json", 422],
  ])("a body that does not fit is a problem, never a 500 (%#)", async (text, type, status) => {
    const response = await mina.post("/api/posts", { body: text, headers: { "content-type": type } })
    expect([response.status, (await response.json()).status]).toEqual([status, status])
  })
})
