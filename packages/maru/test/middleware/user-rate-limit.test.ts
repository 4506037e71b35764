import { expect, it } from "vitest"
import { App, dependency, get, returns, router } from "../../src/index.ts"
import { userRateLimit } from "../../src/middleware.ts"
import { bearer } from "../../src/security.ts"

const user = dependency({ token: bearer() }, ({ token }) => (token === "guest" ? undefined : token))
const limit = userRateLimit(user, { limit: 3, per: "1m" })
const ping = get("/ping", {}, returns(204), () => {})
const pong = get("/pong", {}, returns(204), () => {})
const app = new App({ title: "Test", version: "1" }, [router("/", { ping, pong }, { providers: { limit } })])
const ask = (token: string, path = "/ping") =>
  app.fetch(new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${token}` } }))

it("a limit of users counts each by itself, exactly and over all endpoints of a router", async () => {
  const statuses = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => (await ask("mina", i % 2 ? "/ping" : "/pong")).status),
  )
  expect(statuses.toSorted()).toEqual([204, 204, 204, 429, 429, 429, 429, 429])
  expect((await ask("theo")).status).toBe(204)
  for (let i = 0; i < 5; i++) expect((await ask("guest")).status).toBe(204)
  const refused = await ask("mina")
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50)
  expect(await refused.json()).toMatchObject({ status: 429, code: "too-many-requests" })
})

it("a limit of users is in the plan, behind the user, and refuses what cannot be meant", () => {
  const steps = app.plans[0]!.steps.map(({ name }) => name)
  expect(steps.indexOf("user rate limit")).toBeGreaterThan(steps.indexOf("user"))
  expect(app.plans[0]!.errors).toContainEqual(expect.objectContaining({ status: 429, code: "too-many-requests" }))
  expect(() => userRateLimit(user, { limit: 0, per: "1m" })).toThrow("The limit is a whole number from 1.")
})
