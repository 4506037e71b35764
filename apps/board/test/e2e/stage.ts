import assert from "node:assert/strict"
import { mkdir } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { type Browser, type BrowserContext, type Locator, type Page, chromium } from "playwright-core"
import { faultsOf } from "./audit.ts"

const screenshots = fileURLToPath(new URL("../../screenshots/", import.meta.url))
/** Milliseconds to wait for something that has to come. */
const patience = 5_000

/** Colours are looked at where they have settled: the mouse may have come to lie on something. */
const transitionsEnd =
  "Promise.allSettled(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished))"

let browser: Browser | undefined
let url = ""

/** Opens the browser on a board. CHROMIUM says where the browser is, if not in Debian's place. */
export async function openStage(boardUrl: string): Promise<void> {
  url = boardUrl
  await mkdir(screenshots, { recursive: true })
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  })
}

export async function closeStage(): Promise<void> {
  await browser?.close()
}

export interface VisitorOptions {
  readonly language?: "en-GB" | "ko-KR"
  readonly theme?: "light" | "dark"
  /** 360 pixels wide, with touch. */
  readonly phone?: boolean
  /** Whether the page's scripts run. Default true. */
  readonly scripts?: boolean
  /** Problems that this visit provokes. */
  readonly expected?: RegExp
}

/** Somebody with a browser of their own: cookies and storage are theirs alone. */
export class Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong behind the scenes: errors of scripts, requests to elsewhere, things the policy refused. */
  readonly problems: string[] = []

  constructor(context: BrowserContext, page: Page, expected: RegExp) {
    this.context = context
    this.page = page
    page.setDefaultTimeout(patience)
    page.on("pageerror", (error) => this.problems.push(error.message))
    page.on("console", (message) => {
      const serverSaidNo = /status of 4\d\d/.test(message.text())
      const bad = message.type() === "error" || message.type() === "warning"
      if (bad && !serverSaidNo && !expected.test(message.text())) this.problems.push(message.text())
    })
    context.on("request", (request) => {
      if (new URL(request.url()).origin !== new URL(url).origin) this.problems.push(`request to ${request.url()}`)
    })
  }

  async go(path: string): Promise<void> {
    await this.page.goto(url + path)
    await this.page.locator("main h1").waitFor()
  }

  /** The address of a path, for what `go` does not wait for. */
  url(path: string): string {
    return url + path
  }

  /** The path and query that the page is at. */
  at(): string {
    return this.page.url().slice(url.length)
  }

  async arrives(path: string | RegExp): Promise<void> {
    await eventually(() => {
      if (typeof path === "string") assert.equal(this.at(), path)
      else assert.match(this.at(), path)
    })
  }

  /** A field by its label. */
  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true })
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true })
  }

  link(name: string): Locator {
    return this.page.getByRole("link", { name, exact: true })
  }

  /** What the live region says. */
  async hears(text: string): Promise<void> {
    await this.page.locator('[role="status"]').getByText(text, { exact: true }).waitFor({ state: "attached" })
  }

  /** What is focused: its text, or its label. */
  async focused(): Promise<string> {
    return this.page.evaluate(
      "document.activeElement.ariaLabel || document.activeElement.innerText || document.activeElement.name || ''",
    )
  }

  async sees(text: string): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().waitFor()
  }

  /** Nothing is wrong with the view, in the theme of the visit. */
  async passesAudit(): Promise<void> {
    await this.page.locator(".waiting").waitFor({ state: "detached" })
    await this.page.evaluate(transitionsEnd)
    assert.deepEqual(await faultsOf(this.page), [], `audit of ${this.at()}`)
  }

  async photograph(name: string): Promise<void> {
    await this.page.screenshot({ path: `${screenshots}${name}.png`, animations: "disabled" })
  }

  /** Ends the visit. @throws AssertionError when anything went wrong behind the scenes */
  async leave(): Promise<void> {
    await this.context.close()
    assert.deepEqual(this.problems, [])
  }
}

export async function visitor(options: VisitorOptions = {}): Promise<Visitor> {
  assert(browser, "The stage is not open.")
  const context = await browser.newContext({
    locale: options.language ?? "en-GB",
    colorScheme: options.theme ?? "light",
    viewport: options.phone ? { width: 360, height: 740 } : { width: 1100, height: 820 },
    hasTouch: options.phone ?? false,
    javaScriptEnabled: options.scripts ?? true,
    isMobile: options.phone ?? false,
    serviceWorkers: "block",
  })
  return new Visitor(context, await context.newPage(), options.expected ?? /(?!)/)
}

/** Tries until it holds, or fails with the last reason. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  const end = Date.now() + patience
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
    }
    await wait(50)
  }
}
