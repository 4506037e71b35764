import { type CookieValue, cookieHeader } from "../http/cookies/cookie-value.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Leaf, type Provider, providerOf } from "../provider/provider.ts"

type Work = () => unknown

/**
 * What providers have to do when the handler has succeeded. Where anything of the request throws, nothing of it is
 * done: an error's answer carries no cookies of providers and saves nothing.
 */
export class Epilogue {
  readonly #cookies = new Map<string, CookieValue>()
  readonly #early: Work[] = []
  readonly #late: Work[] = []

  /** Sets a cookie of the answer; one that the handler itself sets by the same name stands behind it and wins. */
  setCookie(name: string, value: CookieValue): void {
    this.#cookies.set(name, value)
  }

  /** Before the unit of work is flushed and committed, so that the work becomes part of it. */
  beforeCommit(work: Work): void {
    this.#early.push(work)
  }

  /** After the commit and before the answer leaves. An error here is a 500, though the commit stays. */
  afterCommit(work: Work): void {
    this.#late.push(work)
  }

  /** For the plan. */
  async prepare(): Promise<void> {
    for (const work of this.#early) await work()
  }

  /** For the plan. */
  async conclude(answer: HttpResponse, request: HttpRequest): Promise<void> {
    for (const work of this.#late) await work()
    const own = answer.headers.getAll("set-cookie")
    answer.headers.delete("set-cookie")
    for (const [name, value] of this.#cookies)
      answer.headers.append("set-cookie", cookieHeader(name, value, request.host))
    for (const line of own) answer.headers.append("set-cookie", line)
  }
}

/** The request's epilogue, for the rooms whose providers keep something from one request to the next. */
export const epilogue: Provider<Epilogue> = providerOf<Epilogue>({
  kind: "leaf",
  place: "epilogue",
  name: "epilogue",
  subject: undefined,
  detail: undefined,
  source: undefined,
} satisfies Leaf)
