import { connect } from "maru/data"
import { type Client, UnexpectedAnswer, client, override } from "maru/testing"
import { afterEach, beforeEach, expect, it } from "vitest"
import { app, currentUser, database, migrations } from "./app.ts"

// #region setup
let api: Client
const memory = () => override(database, connect("sqlite::memory:", { migrations }))
const mina = override(currentUser, { name: "Mina" })

beforeEach(() => {
  api = client(app, { overrides: [memory(), mina] })
})
afterEach(() => api.close())
// #endregion setup

// #region first
it("stores a note with its author", async () => {
  const response = await api.post("/notes", { json: { text: "Buy milk" } })
  expect(response.status).toBe(201)
  expect(await response.json()).toEqual({ id: 1, text: "Buy milk", author: "Mina" })
})

it("begins with nothing", async () => {
  const response = await api.get("/notes", { query: { tag: ["home", "work"] } })
  expect(await response.json()).toEqual([])
})

it("refuses an empty note and says where", async () => {
  const response = await api.post("/notes", { json: { text: "" } })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ errors: [{ in: "body", pointer: "/text", code: "too_small" }] })
})
// #endregion first

// #region stranger
it("asks strangers who they are", async () => {
  await using stranger = client(app, { overrides: [memory()] })
  const response = await stranger.post("/notes", { json: { text: "Hi" } })
  expect(response.status).toBe(401)
  const known = await stranger.post("/notes", { json: { text: "Hi" }, headers: { authorization: "Bearer t-1" } })
  expect(await known.json()).toMatchObject({ author: "user of t-1" })
})
// #endregion stranger

// #region cookies
it("keeps cookies", async () => {
  expect(await (await api.get("/name")).json()).toBe("stranger")
  await api.put("/name", { json: "Mina" })
  expect(api.cookies.get("name")).toBe("Mina")
  expect(await (await api.get("/name")).json()).toBe("Mina")
  api.cookies.clear()
  expect(await (await api.get("/name")).json()).toBe("stranger")
})
// #endregion cookies

// #region failures
it("fails where an answer is not declared", async () => {
  await expect(api.get("/notes/1/author")).rejects.toThrow(UnexpectedAnswer)
})

it("shows the answer that a client gets", async () => {
  await using outside = client(app, { overrides: [memory()], failures: "answer" })
  expect((await outside.get("/notes/1/author")).status).toBe(404)
})
// #endregion failures

// #region session
it("runs without a request", async () => {
  const count = await api.app.run({ database }, async ({ database }) => {
    await using db = database.session()
    const rows = await db.sql`SELECT count(*) AS n FROM notes`
    return rows[0]!["n"]
  })
  expect(Number(count)).toBe(0)
})
// #endregion session
