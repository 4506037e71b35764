import assert from "node:assert/strict"
import { after, before, describe, it } from "node:test"
import { en } from "../../web/src/language/en.ts"
import { ko } from "../../web/src/language/ko.ts"
import { haru } from "./people.ts"
import { type Visitor, eventually, visitor } from "./stage.ts"

describe("an account", { timeout: 120_000 }, () => {
  let visit: Visitor
  before(async () => {
    visit = await visitor()
  })
  after(() => visit.leave())

  it("finds an empty floor", async () => {
    await visit.go("/")
    await visit.sees(en.list.empty)
    await visit.passesAudit()
  })

  it("shows every fault of a sign-up at once, each beside its field", async () => {
    await visit.page.getByRole("navigation", { name: en.header.account }).getByText(en.header.signUp).click()
    await visit.arrives("/signup")
    await visit.field(en.account.email).fill("haru at home")
    await visit.field(en.account.nickname).fill("h")
    await visit.field(en.account.password).fill("short")
    await visit.button(en.account.signUp).click()
    assert.deepEqual(await faultsShown(visit), [en.faults.email, en.faults.atLeast(2), en.faults.atLeast(8)])
    await visit.hears(en.faults.summary(3))
    await eventually(async () => assert.equal(await visit.focused(), "email"))
    await visit.passesAudit()
    await visit.photograph("signup-faults")
  })

  it("says them in the reader's language", async () => {
    await visit.button("한국어").click()
    assert.deepEqual(await faultsShown(visit), [ko.faults.email, ko.faults.atLeast(2), ko.faults.atLeast(8)])
    await visit.photograph("signup-faults-korean")
    await visit.button("English").click()
  })

  it("lets a fault go when its field is mended", async () => {
    await visit.field(en.account.nickname).fill(haru.nickname)
    assert.equal(await visit.field(en.account.nickname).getAttribute("aria-invalid"), null)
    assert.equal(await visit.field(en.account.email).getAttribute("aria-invalid"), "true")
  })

  it("is made, and logged in at once", async () => {
    await visit.field(en.account.email).fill(haru.email)
    await visit.field(en.account.password).fill(haru.password)
    await visit.button(en.account.signUp).click()
    await visit.arrives("/")
    await visit.hears(en.account.welcome(haru.nickname))
    await visit.page.getByTitle(en.header.loggedInAs(haru.nickname)).waitFor()
    await eventually(async () => assert.equal(await visit.focused(), en.list.greeting))
  })

  it("keeps its cookie from scripts", async () => {
    const cookies = (await visit.context.cookies()).filter((cookie) => cookie.name !== "lang")
    assert.deepEqual(
      cookies.map((cookie) => [cookie.httpOnly, cookie.sameSite]),
      [[true, "Lax"]],
    )
    assert.equal(await visit.page.evaluate("document.cookie"), "lang=en")
  })

  it("logs out", async () => {
    await visit.button(en.header.logOut).click()
    await visit.hears(en.account.loggedOut)
    await visit.link(en.header.logIn).waitFor()
  })

  it("cannot be made twice with the same address or nickname", async () => {
    await visit.go("/signup")
    await visit.field(en.account.email).fill(haru.email)
    await visit.field(en.account.nickname).fill("someone else")
    await visit.field(en.account.password).fill(haru.password)
    await visit.button(en.account.signUp).click()
    assert.deepEqual(await faultsShown(visit), [en.faults.taken.email])
    await visit.field(en.account.email).fill("other@board.example")
    await visit.field(en.account.nickname).fill(haru.nickname)
    await visit.button(en.account.signUp).click()
    await eventually(async () => assert.deepEqual(await faultsShown(visit), [en.faults.taken.nickname]))
  })

  it("does not open for a wrong password", async () => {
    await visit.link(en.header.logIn).first().click()
    await visit.field(en.account.email).fill(haru.email)
    await visit.field(en.account.password).fill("not the password")
    await visit.button(en.account.logIn).click()
    await visit.page.getByRole("alert").getByText(en.problems.wrong).waitFor()
    await visit.passesAudit()
  })

  it("opens for the right one, and is still open after a reload", async () => {
    await visit.field(en.account.password).fill(haru.password)
    await visit.button(en.account.logIn).click()
    await visit.arrives("/")
    await visit.hears(en.account.welcome(haru.nickname))
    await visit.page.reload()
    await visit.button(en.header.logOut).waitFor()
  })
})

/** The faults as a screen reader tells them: those that the invalid fields are described by. */
async function faultsShown(visit: Visitor): Promise<readonly string[]> {
  const invalid = visit.page.locator('[aria-invalid="true"]')
  await invalid.first().waitFor()
  return invalid.evaluateAll((fields) =>
    fields.flatMap((field) => {
      const described = field.getAttribute("aria-describedby") ?? ""
      const texts = described.split(" ").map((id: string) => field.ownerDocument.getElementById(id))
      return texts.filter((element: any) => element.className === "faults").map((element: any) => element.innerText)
    }),
  )
}
