import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Client, client } from "maru/testing"

process.env["DATABASE_URL"] = "sqlite::memory:"
process.env["LOG"] = "error"
process.env["LOGIN_LIMIT"] = "1000"
const { app } = await import("../server/app.ts")

const filler = new Uint8Array(64).fill(7)
const image = (...start: number[]) => new Uint8Array([...start, ...filler])
const text = (words: string) => [...new TextEncoder().encode(words)]
const png = image(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const jpeg = image(0xff, 0xd8, 0xff, 0xe0)
const webp = image(...text("RIFF"), 9, 0, 0, 0, ...text("WEBPVP8 "))

let ava: Client
let guest: Client
let path: string

/** Sends a file under a name and type that say whatever they like. */
function upload(content: Uint8Array<ArrayBuffer>, label = { name: "me.png", type: "image/png" }) {
  const form = new FormData()
  form.set("avatar", new File([content], label.name, { type: label.type }))
  return ava.put("/api/users/me/avatar", { form })
}

const version = async () => (await (await ava.get("/api/users/me")).json()).avatar as string | null

beforeAll(async () => {
  guest = client(app)
  ava = client(app)
  const json = { email: "ava@example.com", password: "correct horse", nickname: "Ava" }
  const { id } = await (await guest.post("/api/users", { json })).json()
  path = `/api/users/${id}/avatar`
  await ava.post("/api/session", { json })
})

afterAll(() => guest.close())

describe("an avatar", () => {
  it("is not there at first", async () => {
    expect(await version()).toBeNull()
    expect((await guest.get(path)).status).toBe(404)
    expect((await guest.get("/api/users/999999/avatar")).status).toBe(404)
    expect((await guest.put("/api/users/me/avatar", { form: new FormData() })).status).toBe(401)
  })

  it.each([
    ["image/png", png],
    ["image/jpeg", jpeg],
    ["image/webp", webp],
  ])("is %s because its bytes say so", async (type, content) => {
    const changed = await upload(content, { name: "page.html", type: "text/html" })
    expect([changed.status, (await changed.json()).avatar]).toEqual([200, await version()])
    const shown = await guest.get(path)
    expect(shown.headers.get("content-type")).toBe(type)
    expect(shown.headers.get("x-content-type-options")).toBe("nosniff")
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(content)
  })

  it("is nothing else, whatever it is called, and then stays what it was", async () => {
    const before = await version()
    const others = ["<!doctype html><script>", "<svg xmlns=", "GIF89a", "%PDF-1.7", "RIFF\0\0\0\0WAVE", ""]
    for (const words of others) {
      const answer = await upload(new Uint8Array(text(words)))
      expect(await answer.json()).toMatchObject({ status: 415, code: "not-an-image" })
    }
    expect(await version()).toBe(before)
  })

  it("is no larger than 512 KiB", async () => {
    const large = new Uint8Array(512 * 1024)
    large.set(png)
    expect((await upload(large)).status).toBe(413)
    expect((await upload(large.slice(0, 500 * 1024))).status).toBe(200)
    expect((await (await guest.get(path)).arrayBuffer()).byteLength).toBe(500 * 1024)
  })

  it("is kept for good under its version, and asked for anew without", async () => {
    await upload(png)
    const first = await version()
    const shown = await guest.get(path, { query: { v: first! } })
    expect(shown.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
    const etag = shown.headers.get("etag")!
    expect((await guest.get(path)).headers.get("cache-control")).toBe("no-cache")
    expect((await guest.get(path, { headers: { "if-none-match": etag } })).status).toBe(304)
    await upload(jpeg)
    expect(await version()).not.toBe(first)
    expect((await guest.get(path, { headers: { "if-none-match": etag } })).status).toBe(200)
    expect((await guest.get(path, { query: { v: first! } })).headers.get("cache-control")).toBe("no-cache")
  })

  it("stands beside what its owner writes", async () => {
    const post = await (await ava.post("/api/posts", { json: { title: "x", body: "y" } })).json()
    expect(post.author.avatar).toBe(await version())
  })

  it("is taken away, once or twice, and goes with the account", async () => {
    for (let i = 0; i < 2; i++) expect((await ava.delete("/api/users/me/avatar")).status).toBe(204)
    expect([await version(), (await guest.get(path)).status]).toEqual([null, 404])
    expect((await upload(webp)).status).toBe(200)
    expect((await ava.delete("/api/users/me", { json: { password: "correct horse" } })).status).toBe(204)
    expect((await guest.get(path)).status).toBe(404)
  })
})
