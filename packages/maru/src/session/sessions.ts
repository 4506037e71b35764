import { type Epilogue, epilogue } from "../endpoint/epilogue.ts"
import { request } from "../endpoint/signature.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import type { CookieKeys } from "../http/cookies/cookie-keys.ts"
import { hostCookie, readHostCookie } from "../http/cookies/host-cookie.ts"
import { CrossSiteRequest, refuseCrossSite } from "../http/cross-site.ts"
import type { HttpRequest } from "../http/message.ts"
import { noteUser } from "../http/request-user.ts"
import { type Provider, dependency } from "../provider/provider.ts"
import { SessionLifetime } from "./lifetime.ts"
import { type SavedSession, Session } from "./session.ts"
import { isSessionId } from "./session-id.ts"
import type { SessionStore } from "./store.ts"

/** How sessions are kept. */
export interface SessionOptions {
  readonly store: SessionStore
  /** Name of the cookie, without a prefix. Default "session". */
  readonly cookie?: string
  /** Seconds without a request after which a session ends. Default a week. */
  readonly idle?: number
  /** Seconds after which a session ends, however much it is used. Default 30 days. */
  readonly absolute?: number
  /** Signs the cookie, so that invented ids never reach the store. */
  readonly keys?: CookieKeys
  /** Whether the cookie outlives the browser. Default true. */
  readonly persistent?: boolean
  /** Default "lax". */
  readonly sameSite?: "strict" | "lax"
  /** Sent over plain HTTP on every host, for networks without certificates. Default: on loopback alone. */
  readonly insecure?: boolean
  /** Further origins whose pages may change something: "https://admin.example". */
  readonly origins?: readonly string[]
}

const day = 24 * 60 * 60

/**
 * Sessions on the server: the browser has a random id in a cookie, the store everything else.
 *
 * @typeParam Data names and types of what sessions keep
 * @example
 * const sessions = new Sessions<{ cart: number[] }>({ store: memorySessions() })
 * const { session } = sessions
 * post("/cart/:id", { id: path(z.int()), session }, returns(204), async ({ id, session }) => {
 *   session.set("cart", [...((await session.get("cart")) ?? []), id])
 * })
 */
export class Sessions<Data extends object = Record<string, unknown>> {
  /**
   * The session of a request; a new and empty one where there is none. It is saved after the commit and before the
   * answer leaves; an answer to an error saves nothing. Requests that other sites cause are refused if they change
   * something, so that nobody is logged in as somebody else either.
   */
  readonly session: Provider<Session<Data>>
  readonly #options: SessionOptions
  readonly #lifetime: SessionLifetime

  /** @throws StartError `option-invalid` for times that are none */
  constructor(options: SessionOptions) {
    const { idle = 7 * day, absolute = 30 * day, cookie = "session" } = options
    if (!(idle > 0) || !(absolute > 0)) {
      throw new StartError("option-invalid", "Sessions last some seconds: idle and absolute are above 0.", [
        callerSource(Sessions as never),
      ])
    }
    this.#options = options
    this.#lifetime = new SessionLifetime(idle, absolute)
    this.session = dependency({ request, epilogue }, (inputs) => this.#open(inputs), {
      name: cookie,
      security: {
        name: cookie,
        scheme: {
          type: "apiKey",
          in: "cookie",
          name: cookie,
          description: "Outside loopback with the prefix __Host-.",
        },
        optional: true,
        crossSite: "refuse",
      },
      raises: { status: 403, errors: [CrossSiteRequest], unsafeOnly: true },
    })
  }

  /** Logs a user out everywhere: for an account that is closed, or a password that somebody else has reset. */
  async endAll(user: string | number): Promise<void> {
    const { store } = this.#options
    await store.remove([...(await store.list(String(user))).keys()])
  }

  #open({ request, epilogue }: { readonly request: HttpRequest; readonly epilogue: Epilogue }): Session<Data> {
    const { store, origins } = this.#options
    refuseCrossSite(request, origins)
    const session = new Session<Data>(store, this.#lifetime, {
      sent: this.#sentId(request),
      name: (request.header("user-agent") ?? "").slice(0, 200),
      note: (user) => noteUser(request, user),
    })
    epilogue.afterCommit(async () => this.#answer(await session.save(), request, epilogue))
    return session
  }

  #sentId(request: HttpRequest): string | undefined {
    const { cookie = "session", keys, insecure } = this.#options
    const text = readHostCookie(cookie, request, insecure)
    const id = text !== undefined && keys ? keys.verify(cookie, text) : text
    return id !== undefined && isSessionId(id) ? id : undefined
  }

  #answer(saved: SavedSession, request: HttpRequest, epilogue: Epilogue): void {
    if (saved === "kept") return
    const { cookie = "session", keys, insecure, sameSite, persistent = true } = this.#options
    const { name, secure } = hostCookie(cookie, request.host, insecure)
    if (saved === "gone") return epilogue.setCookie(name, { value: "", maxAge: 0, secure, sameSite })
    const value = keys ? keys.sign(cookie, saved.id, saved.maxAge) : saved.id
    epilogue.setCookie(name, { value, secure, sameSite, ...(persistent ? { maxAge: saved.maxAge } : {}) })
  }
}
