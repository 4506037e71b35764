import { afterAll, beforeEach, describe, expect, it } from "vitest"
import { type Client, client } from "maru/testing"

process.env["DATABASE_URL"] = "sqlite::memory:"
process.env["LOG"] = "error"
process.env["LOGIN_LIMIT"] = "1000"
const { app } = await import("../server/app.ts")

const password = "correct horse"
const browsers: Client[] = []
let browser: Client

beforeEach(() => {
  browser = client(app)
  browsers.push(browser)
})

afterAll(() => Promise.all(browsers.map((each) => each.close())))

/** Loads a form's page as a browser without scripts does, and sends the form with what is typed. */
async function submit(path: string, typed: Record<string, string>, by = browser) {
  const page = await (await by.get(path)).text()
  const token = /name="token" value="([^"]+)"/.exec(page)![1]!
  return by.post(path, { form: { token, ...typed } })
}

const signUp = (name: string, by = browser) =>
  submit("/forms/signup", { email: `${name}@forms.example`, nickname: name, password }, by)

describe("forms without scripts", () => {
  it("have labels, rules and a token, and load no script", async () => {
    const answer = await browser.get("/forms/signup", { headers: { "accept-language": "ko-KR,ko;q=0.9,en;q=0.8" } })
    const page = await answer.text()
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(page).toContain('<html lang="ko">')
    expect(page).toContain("8~200자")
    for (const name of ["email", "nickname", "password"]) {
      expect(page).toContain(`<label for="field-${name}">`)
      expect(page).toContain(`name="${name}"`)
    }
    expect(page).not.toMatch(/<script|style=/)
    const english = await (await browser.get("/forms/login", { headers: { cookie: "lang=en" } })).text()
    expect(english).toContain('<html lang="en">')
  })

  it("sign somebody up, log them in and go on to another page", async () => {
    const answer = await signUp("Sol")
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/forms/account"])
    expect(await (await browser.get("/api/users/me")).json()).toMatchObject({ email: "sol@forms.example" })
    expect(await (await browser.get("/forms/account")).text()).toContain("Logged in as Sol")
  })

  it("log in and out", async () => {
    await signUp("Ina")
    const out = await browser.get("/forms/account")
    const token = /name="token" value="([^"]+)"/.exec(await out.text())![1]!
    const left = await browser.post("/forms/logout", { form: { token } })
    expect([left.status, left.headers.get("location")]).toEqual([303, "/forms/login"])
    expect((await browser.get("/api/users/me")).status).toBe(401)
    expect((await browser.get("/forms/account")).headers.get("location")).toBe("/forms/login")
    expect((await submit("/forms/login", { email: "ina@forms.example", password })).status).toBe(303)
    expect((await browser.get("/api/users/me")).status).toBe(200)
  })

  it("show every fault beside its field and keep what was typed, but never a password", async () => {
    const typed = { email: '"><script>alert(1)</script>', nickname: "x", password: "secret7" }
    const answer = await submit("/forms/signup", typed)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(page).toContain('value="x"')
    expect(page).not.toContain("secret7")
    expect(page).not.toContain("<script>")
    const faults = [...page.matchAll(/<li>([^<]+)<\/li>/g)].map(([, text]) => text)
    expect(faults).toEqual([
      "This is not an e-mail address.",
      "At least 2 characters, please.",
      "At least 8 characters, please.",
    ])
    const weak = { email: "weak@forms.example", nickname: "Weak", password: "password123" }
    expect(await (await submit("/forms/signup", weak)).text()).toContain("one of the first that others would try")
  })

  it("say what is taken, and write nothing then", async () => {
    await signUp("Uma")
    const other = client(app)
    browsers.push(other)
    const again = await submit("/forms/signup", { email: "UMA@forms.example", nickname: "Umi", password }, other)
    expect([again.status, await again.text()]).toEqual([422, expect.stringContaining("signed up with this address")])
    const nick = await submit("/forms/signup", { email: "umb@forms.example", nickname: "Uma", password }, other)
    expect([nick.status, await nick.text()]).toEqual([422, expect.stringContaining("This nickname is taken.")])
    expect((await submit("/forms/login", { email: "umb@forms.example", password }, other)).status).toBe(422)
  })

  it("do not log in with wrong words, and do not say which of them is wrong", async () => {
    await signUp("Oda")
    const refusal = async (email: string, secret: string) => {
      const answer = await submit("/forms/login", { email, password: secret })
      const page = await answer.text()
      expect([answer.status, answer.headers.getSetCookie().some((line) => line.startsWith("session="))]).toEqual([
        422,
        false,
      ])
      return /<div class="form-faults"[^>]*>\s*<p>([^<]+)/.exec(page)![1]
    }
    const texts = [
      await refusal("oda@forms.example", "wrong horse"),
      await refusal("nobody@forms.example", password),
      await refusal("oda@forms.example", "x".repeat(2000)),
    ]
    expect(new Set(texts)).toEqual(new Set(["The e-mail address or the password is not right."]))
  })

  it("are not obeyed without their token, and not at all from elsewhere", async () => {
    await signUp("Eva")
    const stranger = client(app)
    browsers.push(stranger)
    const form = { email: "eva@forms.example", password }
    const own = /name="token" value="([^"]+)"/.exec(await (await browser.get("/forms/login")).text())![1]!
    for (const token of ["", "guessed", own]) {
      const answer = await stranger.post("/forms/login", { form: { ...form, token } })
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining("send it again")])
    }
    const page = await (await stranger.get("/forms/login")).text()
    const token = /name="token" value="([^"]+)"/.exec(page)![1]!
    const headers = { "sec-fetch-site": "cross-site" }
    expect((await stranger.post("/forms/login", { form: { ...form, token }, headers })).status).toBe(403)
    expect((await stranger.get("/api/users/me")).status).toBe(401)
    expect((await stranger.post("/forms/login", { form: { ...form, token } })).status).toBe(303)
  })
})
