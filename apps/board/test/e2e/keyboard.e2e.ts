import assert from "node:assert/strict"
import { describe, it } from "node:test"
import { en } from "../../web/src/language/en.ts"
import { mina } from "./people.ts"
import { type Visitor, eventually, visitor } from "./stage.ts"

describe("a keyboard alone", { timeout: 60_000 }, () => {
  it("logs in, reads, comments, likes and goes back", async () => {
    const visit = await visitor()
    const { keyboard } = visit.page
    await visit.go("/")

    await keyboard.press("Tab")
    assert.equal(await visit.focused(), en.skip)
    await ringIsSeen(visit)
    await tabTo(visit, en.header.logIn)
    await ringIsSeen(visit)
    await keyboard.press("Enter")
    await eventually(async () => assert.equal(await visit.focused(), en.account.logIn))

    await tabTo(visit, "email")
    await keyboard.type(mina.email)
    await tabTo(visit, "password")
    await keyboard.type(mina.password)
    await keyboard.press("Enter")
    await visit.arrives("/")
    await eventually(async () => assert.equal(await visit.focused(), en.list.greeting))

    const title = await visit.page.locator(".row a").first().innerText()
    await tabTo(visit, title)
    await ringIsSeen(visit)
    await keyboard.press("Enter")
    await eventually(async () => assert.equal(await visit.focused(), title))

    await tabTo(visit, "text")
    await keyboard.type("Typed, not clicked.")
    await keyboard.press("Control+Enter")
    await visit.sees("Typed, not clicked.")
    const heart = visit.page.locator("button.like")
    const before = await heart.getAttribute("aria-pressed")
    while (!(await visit.focused()).startsWith(en.post.like)) await keyboard.press("Shift+Tab")
    await keyboard.press("Space")
    await eventually(async () => assert.notEqual(await heart.getAttribute("aria-pressed"), before))

    await visit.page.goBack()
    await visit.arrives("/")
    await eventually(async () => assert.equal(await visit.focused(), title))
    await visit.leave()
  })

  it("skips the header", async () => {
    const visit = await visitor()
    await visit.go("/")
    await visit.page.keyboard.press("Tab")
    await visit.page.keyboard.press("Enter")
    assert.equal(await visit.page.evaluate("document.activeElement.id"), "main")
    assert.equal(visit.at(), "/")
    await visit.leave()
  })
})

/** Goes on with the Tab key until something is focused; no more than a page has. */
async function tabTo(visit: Visitor, name: string): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if ((await visit.focused()) === name) return
    await visit.page.keyboard.press("Tab")
  }
  assert.fail(`The Tab key does not lead to "${name}".`)
}

/** What is focused has an outline, itself or on the row it covers. */
async function ringIsSeen(visit: Visitor): Promise<void> {
  const widths = await visit.page.evaluate(
    `[null, "::after"].map((part) => getComputedStyle(document.activeElement, part))
      .map((style) => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth))`,
  )
  assert(Math.max(...(widths as number[])) >= 2, `no ring around "${await visit.focused()}"`)
}
