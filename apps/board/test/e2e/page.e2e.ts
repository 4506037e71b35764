import assert from "node:assert/strict"
import { before, describe, it } from "node:test"
import { en } from "../../web/src/language/en.ts"
import { ko } from "../../web/src/language/ko.ts"
import { ask, haru, mina, visitOf } from "./people.ts"
import { type Visitor, eventually, visitor } from "./stage.ts"

const subjects = [
  ["동네 도서관이 새로 열었어요. 같이 가실 분?", ["모임", "책"]],
  ["What do you grow on a north-facing balcony?", ["garden", "question"]],
  ["김장 레시피 나눠요", ["요리", "김장"]],
  ["A short note on sourdough and patience, or why my third loaf finally worked", ["bread"]],
  ["자전거 길이 끝나는 곳까지 가 봤습니다", []],
  ["Lost: one grey glove, near the station", ["lost"]],
] as const
const posts = 45

describe("the page", { timeout: 180_000 }, () => {
  let visit: Visitor
  before(fill)

  it("turns over with real links, and comes back to where it was", async () => {
    visit = await visitor()
    await visit.go("/")
    await visit.sees(en.list.total(posts))
    assert.equal(await visit.page.locator(".row").count(), 20)
    await visit.photograph("list")
    await visit.link(en.list.toPage(3)).click()
    await visit.arrives("/?page=3")
    await eventually(async () => assert.equal(await visit.page.locator(".row").count(), 5))
    await visit.passesAudit()
    const last = visit.page.locator(".row a").last()
    const name = await last.innerText()
    await last.click()
    await visit.page.getByRole("heading", { level: 1, name }).waitFor()
    assert.equal(await visit.link(en.post.back).getAttribute("href"), "/?page=3")
    await visit.page.goBack()
    await visit.arrives("/?page=3")
    await eventually(async () => assert.equal(await visit.focused(), name))
    await visit.go("/?page=9")
    await visit.sees(en.list.beyond)
    await visit.leave()
  })

  it("remembers the language in a cookie", async () => {
    visit = await visitor({ language: "ko-KR" })
    await visit.go("/")
    assert.equal(await visit.page.locator("html").getAttribute("lang"), "ko")
    assert.deepEqual(await visit.context.cookies(), [])
    await visit.sees(ko.list.greeting)
    await visit.passesAudit()
    await visit.photograph("list-korean")
    await visit.button("English").click()
    await visit.sees(en.list.greeting)
    await visit.page.reload()
    await visit.sees(en.list.greeting)
    assert.equal(await visit.page.locator("html").getAttribute("lang"), "en")
    const [cookie] = await visit.context.cookies()
    assert.deepEqual([cookie?.name, cookie?.value, cookie?.sameSite], ["lang", "en", "Lax"])
    await visit.leave()
  })

  it("remembers the theme, and shows it before its script has come", async () => {
    visit = await visitor({ expected: /ERR_FAILED/ })
    await visit.go("/")
    assert.equal(await ground(visit), "rgb(247, 241, 228)")
    await visit.button(en.header.theme.system).click()
    await turns(visit, "rgb(26, 21, 17)")
    assert.equal(await visit.page.evaluate("localStorage.getItem('theme')"), "dark")
    await visit.photograph("list-dark")
    await visit.page.route(/assets\/index-.*\.js$/, (route) => route.abort())
    await visit.page.reload()
    assert.equal(await ground(visit), "rgb(26, 21, 17)")
    await visit.page.unrouteAll()
    await visit.page.reload()
    await visit.button(en.header.theme.dark).click()
    await visit.button(en.header.theme.light).click()
    await visit.button(en.header.theme.system).waitFor()
    assert.equal(await visit.page.evaluate("localStorage.getItem('theme')"), null)
    await visit.page.emulateMedia({ colorScheme: "dark" })
    await turns(visit, "rgb(26, 21, 17)")
    await visit.leave()
  })

  for (const theme of ["light", "dark"] as const) {
    it(`can be read in every view (${theme})`, async () => {
      visit = await visitOf(haru, { theme })
      for (const path of ["/", "/?page=2", await firstPost(visit), "/posts/new", "/nowhere"]) {
        await visit.go(path)
        await visit.passesAudit()
      }
      await visit.photograph(`missing-${theme}`)
      await visit.leave()
      visit = await visitor({ theme })
      for (const path of ["/", "/signup", "/login", await firstPost(visit)]) {
        await visit.go(path)
        await visit.passesAudit()
      }
      await visit.photograph(`post-${theme}`)
      await visit.leave()
    })
  }

  for (const language of ["en-GB", "ko-KR"] as const) {
    it(`fits a phone (${language})`, async () => {
      visit = await visitOf(mina, { language, phone: true })
      for (const path of ["/", "/?page=2", await firstPost(visit), "/posts/new"]) {
        await visit.go(path)
        await visit.passesAudit()
      }
      await visit.go("/")
      await visit.photograph(`phone-${language}`)
      await visit.go(await firstPost(visit))
      await visit.photograph(`phone-post-${language}`)
      await visit.leave()
      visit = await visitor({ language, phone: true })
      for (const path of ["/", "/signup", "/login"]) {
        await visit.go(path)
        await visit.passesAudit()
      }
      await visit.leave()
    })
  }

  it("says what failed, and tries again", async () => {
    visit = await visitor({ expected: /ERR_FAILED|status of 500/ })
    await visit.page.route(/\/api\/posts\?/, (route) => route.abort())
    await visit.go("/")
    await visit.page.getByRole("alert").getByText(en.problems.network).waitFor()
    await visit.passesAudit()
    await visit.page.unrouteAll()
    await visit.page.route(/\/api\/posts\?/, (route) => route.fulfill({ status: 500, body: "" }))
    await visit.button(en.failure.again).click()
    await visit.page.getByRole("alert").getByText(en.problems.server).waitFor()
    await visit.page.unrouteAll()
    await visit.button(en.failure.again).click()
    await visit.sees(en.list.total(posts))
    const path = await firstPost(visit)
    await visit.page.route(/\/api\/posts\/\d+$/, (route) => route.abort())
    await visit.go(path)
    await visit.page.getByRole("heading", { level: 1, name: en.failure.title }).waitFor()
    await visit.passesAudit()
    await visit.page.unrouteAll()
    await visit.button(en.failure.again).click()
    await visit.page.locator("button.like").waitFor()
    await visit.leave()
  })

  it("needs no exception from a strict content security policy", async () => {
    visit = await visitOf(haru)
    const strict = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    await visit.page.route(/\/(posts.*)?$/, async (route) => {
      if (route.request().resourceType() !== "document") return route.continue()
      const answer = await route.fetch()
      await route.fulfill({ response: answer, headers: { ...answer.headers(), "content-security-policy": strict } })
    })
    for (const path of ["/", await firstPost(visit), "/posts/new"]) {
      await visit.go(path)
      await visit.button(en.header.theme.system).click()
      await visit.button("한국어").click()
      await visit.button("English").click()
      await visit.page.evaluate("localStorage.clear()")
    }
    await visit.button(en.editor.publish).click()
    await visit.sees(en.faults.required)
    const policed = await visit.page.evaluate("fetch('data:,x').then(() => false, () => true)")
    assert.equal(policed, true)
    assert.match(visit.problems.splice(0).join(), /^[^,]*data:,x[^]*$/)
    await visit.leave()
  })

  it("leads to the docs, which show the operations", async () => {
    visit = await visitor()
    await visit.go("/")
    await visit.link(en.footer.docs).click()
    await visit.arrives(/^\/docs/)
    await visit.page.locator(".opblock").first().waitFor()
    assert((await visit.page.locator(".opblock").count()) >= 12)
    await visit.page.getByText("/api/posts", { exact: true }).first().waitFor()
    await visit.page.goBack()
    await visit.link(en.footer.reference).click()
    await visit.arrives(/^\/reference/)
    await visit.page.getByRole("heading", { name: "Log in" }).first().waitFor()
    await visit.leave()
  })
})

/** Enough posts for three pages, by two people, with something said under the newest. */
async function fill(): Promise<void> {
  const people = [await visitOf(haru), await visitOf(mina)] as const
  for (let index = 0; index < posts; index++) {
    const [title, tags] = subjects[(posts - 1 - index) % subjects.length] ?? subjects[0]
    const visit = people[(index % 3) % 2] ?? people[0]
    const answer = await ask(visit, "POST", "/api/posts", { title, tags, body: `${title}\n\nhttps://board.example/` })
    assert.equal(answer.status, 201)
  }
  const path = `/api${await firstPost(people[0])}`
  for (const [index, text] of ["저도 갈게요!", "Me too, if it is after two.", "좋아요 :)"].entries()) {
    const visit = people[index % 2] ?? people[0]
    assert.equal((await ask(visit, "POST", `${path}/comments`, { text })).status, 201)
    assert.equal((await ask(visit, "PUT", `${path}/like`)).status, 204)
  }
  for (const visit of people) await visit.leave()
}

async function firstPost(visit: Visitor): Promise<string> {
  if (!visit.page.url().startsWith("http")) await visit.go("/")
  const answer = await ask(visit, "GET", "/api/posts?offset=0&limit=1")
  return `/posts/${answer.body.items[0].id}`
}

async function turns(visit: Visitor, color: string): Promise<void> {
  await eventually(async () => assert.equal(await ground(visit), color))
}

async function ground(visit: Visitor): Promise<string> {
  return visit.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
}
