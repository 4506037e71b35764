import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Provider } from "oidc-provider"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { App, get, query, redirect, returns } from "../../src/index.ts"
import { CookieKeys, oidcLogin } from "../../src/security.ts"
import { Sessions, memorySessions } from "../../src/session.ts"
import { client } from "../../src/testing.ts"

const keys = new CookieKeys("k".repeat(32))
const redirectUri = "http://localhost/login/callback"
const server = createServer()
let issuer: string

/** A provider of identities that logs everybody in as mina and asks for no consent. */
function provide(): Provider {
  const provider = new Provider(issuer, {
    clients: [{ client_id: "board", client_secret: "s".repeat(40), redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    cookies: { keys: ["c".repeat(32)] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId,
        accountId: context.oidc.session.accountId,
      })
      grant.addOIDCScope("openid")
      await grant.save()
      return grant
    },
  })
  return provider
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = provide()
  const handle = provider.callback()
  server.on("request", (request, response) => {
    if (!request.url!.startsWith("/interaction/")) return void handle(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: "mina" } })
  })
})

afterAll(() => void server.close())

function board() {
  const { session } = new Sessions({ store: memorySessions() })
  const { begin, identity } = oidcLogin({ issuer, clientId: "board", clientSecret: "s".repeat(40), redirectUri, keys })
  const app = new App({ title: "t", version: "1" }, [
    get("/login", { begin, to: query(z.string().default("/")) }, redirect(), ({ begin, to }) => begin(to)),
    get("/login/callback", { identity, session }, redirect(), ({ identity, session }) => {
      session.login(identity.subject)
      return identity.returnTo
    }),
    get("/me", { session }, returns(200, z.string()), async ({ session }) => (await session.user()) ?? "nobody"),
  ])
  return client(app)
}

/** Follows the provider's pages as a browser does, up to the address back at the board. */
async function atProvider(start: string): Promise<string> {
  const cookies = new Map<string, string>()
  for (let url = start, hops = 0; hops < 10; hops++) {
    if (url.startsWith(redirectUri)) return url
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ")
    const response = await fetch(url, { redirect: "manual", headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]!.split("=")
      cookies.set(name, value)
    }
    const location = response.headers.get("location")
    if (location === null) throw new Error(`${url}: ${response.status} ${await response.text()}`)
    url = new URL(location, url).href
  }
  throw new Error("too many redirects")
}

const pathOf = (url: string) => url.slice("http://localhost".length)

describe("a login by an OpenID provider", () => {
  it("goes there with PKCE, state and nonce, and comes back known", async () => {
    const browser = board()
    const sent = await browser.get("/login?to=/welcome")
    const there = new URL(sent.headers.get("location")!)
    expect(sent.status).toBe(303)
    expect(Object.fromEntries(there.searchParams)).toMatchObject({
      client_id: "board",
      response_type: "code",
      code_challenge_method: "S256",
      state: expect.any(String),
      nonce: expect.any(String),
    })
    const back = await atProvider(there.href)
    const arrived = await browser.get(pathOf(back))
    expect([arrived.status, arrived.headers.get("location")]).toEqual([303, "/welcome"])
    expect(await (await browser.get("/me")).json()).toBe("mina")
    expect(browser.cookies.get("login")).toBeUndefined()
    expect((await browser.get(pathOf(back))).status).toBe(401)
  })

  it("refuses what was not begun in this browser, and what was changed on the way", async () => {
    const [browser, other] = [board(), board()]
    const there = (await browser.get("/login")).headers.get("location")!
    const back = pathOf(await atProvider(there))
    expect((await other.get(back)).status).toBe(401)
    await other.get("/login")
    const stolen = await other.get(back)
    expect([stolen.status, (await stolen.json()).code]).toEqual([401, "login-refused"])
    for (const changed of [
      back.replace(/state=[^&]*/, "state=x"),
      back.replace(/code=[^&]*/, "code=x"),
      "/login/callback?error=access_denied",
    ]) {
      const again = board()
      await again.get("/login")
      expect((await again.get(changed)).status).toBe(401)
    }
    expect(await (await other.get("/me")).json()).toBe("nobody")
  })

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\nb"])(
    "sends nobody to %j afterwards",
    async (to) => {
      const browser = board()
      const there = (await browser.get("/login", { query: { to } })).headers.get("location")!
      const arrived = await browser.get(pathOf(await atProvider(there)))
      expect(arrived.headers.get("location")).toBe("/")
    },
  )

  it("is a 503 while the provider is away, and is found again", async () => {
    const options = { clientId: "board", clientSecret: "x", redirectUri, keys }
    const { begin } = oidcLogin({ ...options, issuer: "http://127.0.0.1:1" })
    const app = new App({ title: "t", version: "1" }, [get("/", { begin }, redirect(), ({ begin }) => begin())])
    for (let i = 0; i < 2; i++) expect((await app.fetch(new Request("http://localhost/"))).status).toBe(503)
  })

  it("is in the docs, and needs https but on this machine", () => {
    const [, plan] = board().app.plans
    expect(plan!.security).toMatchObject([{ name: "openid", scheme: { type: "openIdConnect" } }, { name: "session" }])
    expect(() => oidcLogin({ issuer: "http://id.example", clientId: "x", redirectUri, keys })).toThrow("needs https")
  })
})
