import assert from "node:assert/strict"
import { after, before, describe, it } from "node:test"
import { en } from "../../web/src/language/en.ts"
import { enrol, haru, mina, visitOf } from "./people.ts"
import { type Visitor, eventually, visitor } from "./stage.ts"

const title = "첫눈이 왔어요"
const text = "마당에 나가 보니 장독대 위로 소복이 쌓였네요.\n\nThe yard is all white: see https://board.example/snow."

describe("a post", { timeout: 120_000 }, () => {
  let visit: Visitor
  let path = ""
  before(async () => {
    await enrol(mina)
    visit = await visitOf(haru)
  })
  after(() => visit.leave())

  it("says what it lacks", async () => {
    await visit.link(en.header.write).click()
    await visit.arrives("/posts/new")
    await visit.button(en.editor.publish).click()
    await visit.page.locator('[aria-invalid="true"]').nth(1).waitFor()
    assert.equal(await visit.page.getByText(en.faults.required, { exact: true }).count(), 2)
    await eventually(async () => assert.equal(await visit.focused(), "title"))
    await visit.passesAudit()
  })

  it("is kept as a draft over a reload, with a note", async () => {
    await visit.field(en.editor.title).fill(title)
    await visit.field(en.editor.body).fill(text)
    await visit.field(en.editor.tags).fill("눈, #snow")
    await visit.page.reload()
    await visit.sees(en.editor.restored)
    assert.equal(await visit.field(en.editor.title).inputValue(), title)
    assert.equal(await visit.field(en.editor.body).inputValue(), text)
    await visit.passesAudit()
    await visit.photograph("draft")
  })

  it("is published, and its draft is gone", async () => {
    await visit.button(en.editor.publish).click()
    await visit.arrives(/^\/posts\/\d+$/)
    path = visit.at()
    await visit.hears(en.editor.published)
    await visit.page.getByRole("heading", { level: 1, name: title }).waitFor()
    await eventually(async () => assert.equal(await visit.focused(), title))
    assert.equal(await visit.page.evaluate("sessionStorage.getItem('draft:new')"), null)
    const link = visit.link("https://board.example/snow")
    assert.match((await link.getAttribute("rel")) ?? "", /noopener/)
    await visit.passesAudit()
  })

  it("stands in the list with its tags", async () => {
    await visit.link(en.post.back).click()
    await visit.arrives("/")
    const row = visit.page.getByRole("listitem").filter({ hasText: title })
    assert.match(await row.innerText(), /하루[\s\S]*now[\s\S]*눈[\s\S]*snow/)
    assert.equal(await row.getByRole("link").getAttribute("href"), path)
  })

  it("is commented on", async () => {
    await visit.link(title).click()
    await visit.sees(en.comments.none)
    await visit.button(en.comments.send).click()
    await visit.sees(en.faults.required)
    await visit.field(en.comments.label).fill("따뜻하게 입고 다니세요.")
    await visit.button(en.comments.send).click()
    await visit.hears(en.comments.sent)
    await visit.sees("따뜻하게 입고 다니세요.")
    assert.equal(await visit.field(en.comments.label).inputValue(), "")
    await visit.page.reload()
    await visit.sees("따뜻하게 입고 다니세요.")
  })

  it("is liked at once, and stays liked", async () => {
    await Promise.all([visit.page.waitForResponse(/\/like$/), like(visit).click()])
    await pressed(visit, "true")
    await visit.page.reload()
    await pressed(visit, "true")
    assert.match(await like(visit).innerText(), /1/)
    await visit.photograph("post")
    const [answer] = await Promise.all([visit.page.waitForResponse(/\/like$/), like(visit).click()])
    assert.equal(answer.status(), 204)
    await pressed(visit, "false")
    assert.match(await like(visit).innerText(), /0/)
  })

  it("takes a like back when the server refuses it", async () => {
    await visit.page.route(/\/like$/, (route) => route.fulfill({ status: 409, body: "" }))
    await like(visit).click()
    await visit.hears(en.problems.unknown)
    await pressed(visit, "false")
    await visit.page.unroute(/\/like$/)
  })

  it("is edited", async () => {
    await visit.link(en.post.edit).click()
    await visit.arrives(`${path}/edit`)
    await visit.field(en.editor.title).fill(`${title}, 올해도`)
    await visit.button(en.editor.save).click()
    await visit.arrives(path)
    await visit.hears(en.editor.saved)
    await visit.page.getByRole("heading", { level: 1, name: `${title}, 올해도` }).waitFor()
  })

  it("is edited by its author alone", async () => {
    const other = await visitOf(mina)
    await other.go(path)
    assert.equal(await other.link(en.post.edit).count(), 0)
    assert.equal(await other.button(en.post.remove).count(), 0)
    await other.go(`${path}/edit`)
    await other.sees(en.editor.notYours)
    await other.leave()
  })

  it("is deleted only after a question, which Escape answers with no", async () => {
    await visit.button(en.post.remove).click()
    const dialog = visit.page.getByRole("dialog", { name: en.post.removeTitle })
    await dialog.waitFor()
    await visit.passesAudit()
    await visit.page.keyboard.press("Escape")
    await dialog.waitFor({ state: "detached" })
    await eventually(async () => assert.equal(await visit.focused(), en.post.remove))
    await visit.button(en.post.remove).click()
    await dialog.getByRole("button", { name: en.post.remove }).click()
    await visit.arrives("/")
    await visit.hears(en.post.removed)
    await visit.sees(en.list.empty)
    await visit.go(path)
    await visit.sees(en.missing.post)
    await visit.passesAudit()
  })

  it("waits as a draft while a session that has run out is opened again", async () => {
    await visit.go("/posts/new")
    await visit.field(en.editor.title).fill("Still here")
    await visit.field(en.editor.body).fill("Nothing is lost.")
    await visit.context.clearCookies()
    await visit.button(en.editor.publish).click()
    await visit.arrives("/login?next=%2Fposts%2Fnew")
    await visit.field(en.account.email).fill(haru.email)
    await visit.field(en.account.password).fill(haru.password)
    await visit.button(en.account.logIn).click()
    await visit.arrives("/posts/new")
    await eventually(async () => assert.equal(await visit.field(en.editor.body).inputValue(), "Nothing is lost."))
    await visit.button(en.editor.startOver).click()
    assert.equal(await visit.field(en.editor.title).inputValue(), "")
  })

  it("is written by nobody who is not logged in, and the login leads back", async () => {
    const stranger = await visitor()
    await stranger.go("/posts/new")
    await stranger.arrives("/login?next=%2Fposts%2Fnew")
    await stranger.leave()
  })
})

const like = (visit: Visitor) => visit.page.locator("button.like")

async function pressed(visit: Visitor, state: string): Promise<void> {
  await eventually(async () => assert.equal(await like(visit).getAttribute("aria-pressed"), state))
}
