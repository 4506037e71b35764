import assert from "node:assert/strict"
import { describe, it } from "node:test"
import { en } from "../../web/src/language/en.ts"
import type { BoardProcess } from "./board-process.ts"
import { type Person, ask, enrol, visitOf } from "./people.ts"
import { eventually } from "./stage.ts"

const ada: Person = { email: "ada@board.example", nickname: "Ada", password: "order in the house" }
const bom: Person = { email: "bom@board.example", nickname: "Bom", password: "rain on the eaves" }

/** What admins do, on a board of which this process may make them. */
export function adminTests(board: BoardProcess): void {
  describe("an admin", { timeout: 120_000 }, () => {
    it("hides a post from everybody else, and shows it again", async () => {
      for (const person of [ada, bom]) await enrol(person)
      await board.promote(ada.email)
      const author = await visitOf(bom)
      const title = "Buy cheap lanterns"
      const written = await ask(author, "POST", "/api/posts", { title, body: "Only today!", tags: [] })
      const path = `/posts/${written.body.id}`
      await author.go(path)
      assert.equal(await author.button(en.post.hide).count(), 0)

      const admin = await visitOf(ada)
      await admin.go(path)
      await admin.button(en.post.hide).click()
      await admin.hears(en.post.nowHidden)
      await admin.sees(en.post.hidden)
      await admin.passesAudit()
      await admin.photograph("hidden-post")
      await admin.go("/")
      const row = admin.page.getByRole("listitem").filter({ hasText: title })
      assert.match(await row.innerText(), new RegExp(en.post.hidden))

      await author.go(path)
      await author.sees(en.missing.post)
      await author.go("/")
      await eventually(async () => assert.equal(await author.page.getByText(title).count(), 0))

      await admin.go(path)
      await admin.button(en.post.show).click()
      await admin.hears(en.post.shownAgain)
      await author.go(path)
      await author.page.getByRole("heading", { level: 1, name: title }).waitFor()
      await Promise.all([author.leave(), admin.leave()])
    })
  })
}
