import assert from "node:assert/strict"
import { after, before, describe, it } from "node:test"
import { en } from "../../web/src/language/en.ts"
import { type Person, ask, enrol, visitOf } from "./people.ts"
import { type Visitor, eventually, visitor } from "./stage.ts"

const bada: Person = { email: "bada@board.example", nickname: "Bada", password: "salt wind, wide sky" }
const next = "a ladder to the roof"
/** One blue pixel. */
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

describe("the account page", { timeout: 120_000 }, () => {
  let visit: Visitor
  let phone: Visitor
  before(async () => {
    await enrol(bada)
    visit = await visitOf(bada)
    phone = await visitOf(bada, { phone: true, theme: "dark", language: "ko-KR" })
  })
  after(() => Promise.all([visit.leave(), phone.leave()]))

  it("is for those who are logged in, and a click away", async () => {
    const stranger = await visitor()
    await stranger.go("/account")
    await stranger.arrives("/login?next=%2Faccount")
    await stranger.leave()
    await visit.page.getByTitle(en.header.loggedInAs(bada.nickname)).click()
    await visit.arrives("/account")
    await visit.button(en.settings.endOthers).waitFor()
    await visit.passesAudit()
    await visit.photograph("account")
  })

  it("fits a phone, and the dark", async () => {
    await phone.go("/account")
    await phone.page.locator(".devices li").nth(1).waitFor()
    await phone.passesAudit()
    await phone.photograph("account-phone-dark")
  })

  it("takes an image as the avatar, and nothing else", async () => {
    const choose = (name: string, content: Buffer) =>
      visit.field(en.settings.chooseAvatar).setInputFiles({ name, mimeType: "image/png", buffer: content })
    await choose("me.png", Buffer.from("<svg onload=alert(1)>"))
    await visit.hears(en.problems["not-an-image"])
    await choose("me.png", Buffer.from(png, "base64"))
    await visit.hears(en.settings.avatarSaved)
    const shown = visit.page.locator("header img.avatar")
    await shown.waitFor()
    await eventually(async () => assert.equal(await shown.evaluate((image: any) => image.naturalWidth), 1))
    await visit.button(en.settings.removeAvatar).click()
    await visit.hears(en.settings.avatarRemoved)
    await shown.waitFor({ state: "detached" })
  })

  it("changes the nickname", async () => {
    await visit.field(en.account.nickname).fill("x")
    await visit.button(en.settings.saveNickname).click()
    await visit.sees(en.faults.atLeast(2))
    await visit.field(en.account.nickname).fill("Bada of the sea")
    await visit.button(en.settings.saveNickname).click()
    await visit.hears(en.settings.nicknameSaved)
    await visit.page.getByTitle(en.header.loggedInAs("Bada of the sea")).waitFor()
  })

  it("logs the other devices out, one by one or all of them", async () => {
    const tablet = await visitOf(bada)
    await visit.page.reload()
    await visit.button(en.settings.endDevice).nth(1).waitFor()
    await visit.button(en.settings.endDevice).first().click()
    await visit.hears(en.settings.deviceEnded)
    await eventually(async () => assert.equal((await ask(tablet, "GET", "/api/users/me")).status, 401))
    assert.equal((await ask(phone, "GET", "/api/users/me")).status, 200)
    await visit.button(en.settings.endOthers).click()
    await visit.hears(en.settings.othersEnded)
    assert.equal((await ask(phone, "GET", "/api/users/me")).status, 401)
    assert.equal((await ask(visit, "GET", "/api/users/me")).status, 200)
    await tablet.leave()
  })

  it("changes the password for those who know it", async () => {
    const change = async (current: string, password: string) => {
      await visit.field(en.settings.currentPassword).fill(current)
      await visit.field(en.settings.newPassword).fill(password)
      await visit.button(en.settings.savePassword).click()
    }
    await change(bada.password, "password123")
    await visit.sees(en.faults.common)
    await change("not the password", next)
    await visit.sees(en.problems["wrong-password"])
    await change(bada.password, next)
    await visit.hears(en.settings.passwordSaved)
    await visit.page.reload()
    await visit.sees(en.settings.thisDevice)
  })

  it("closes the account", async () => {
    await visit.field(en.settings.closePassword).fill(next)
    await visit.button(en.settings.close).click()
    await visit.hears(en.settings.closed)
    await visit.arrives("/")
    await visit.link(en.header.logIn).waitFor()
    const { email } = bada
    assert.equal((await ask(visit, "POST", "/api/session", { email, password: next })).status, 401)
  })
})

describe("the notice", { timeout: 60_000 }, () => {
  it("is put away for the rest of the day", async () => {
    const visit = await visitor()
    await visit.go("/")
    await visit.button(en.list.notToday).waitFor()
    await visit.passesAudit()
    await visit.photograph("notice")
    await visit.button(en.list.notToday).click()
    await visit.hears(en.list.noticeGone)
    await visit.page.reload()
    await visit.page.locator("main h1").waitFor()
    await visit.page.waitForLoadState("networkidle")
    assert.equal(await visit.button(en.list.notToday).count(), 0)
    const cookie = (await visit.context.cookies()).find(({ name }) => name === "notice")
    assert(cookie && cookie.httpOnly)
    const midnight = new Date().setHours(24, 0, 0, 0) / 1000
    assert(Math.abs(cookie.expires - midnight) < 60, `${cookie.expires} is not ${midnight}`)
    await visit.leave()
  })
})

describe("forms without JavaScript", { timeout: 60_000 }, () => {
  it("sign up, log out and log in", async () => {
    const visit = await visitor({ scripts: false })
    const { page } = visit
    await page.goto(visit.url("/"))
    await page.getByRole("link", { name: "sign up" }).click()
    await visit.field(en.account.email).fill("no script")
    await visit.field(en.account.password).fill(bada.password)
    await visit.button(en.account.signUp).click()
    await visit.sees(en.faults.email)
    assert.equal(await visit.field(en.account.email).inputValue(), "no script")
    assert.equal(await visit.field(en.account.password).inputValue(), "")
    await visit.photograph("form-faults")
    await visit.field(en.account.email).fill("dol@board.example")
    await visit.field(en.account.nickname).fill("Dol")
    await visit.field(en.account.password).fill(bada.password)
    await visit.button(en.account.signUp).click()
    await visit.arrives("/forms/account")
    await visit.sees(en.header.loggedInAs("Dol"))
    await visit.button(en.header.logOut).click()
    await visit.arrives("/forms/login")
    await visit.field(en.account.email).fill("dol@board.example")
    await visit.field(en.account.password).fill(bada.password)
    await visit.button(en.account.logIn).click()
    await visit.arrives("/forms/account")
    await visit.leave()
  })
})
