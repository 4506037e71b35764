import type { Configuration } from "openid-client"
import { callerSource } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { Unavailable } from "../../errors/unavailable.ts"
import { isLoopbackHost } from "../../http/cookies/loopback.ts"

/** What an application and the provider of identities have agreed on. */
export interface OidcOptions {
  /** Address of the provider, below which its `.well-known/openid-configuration` stands. */
  readonly issuer: string
  readonly clientId: string
  /** Without one the client is public, and PKCE alone protects it. */
  readonly clientSecret?: string
  /** Where the provider sends people back, as registered there: "https://board.example/login/callback". */
  readonly redirectUri: string
  /** What is asked for. Default "openid". */
  readonly scope?: string
}

/** Claims of an ID token (OpenID Connect Core 1.0, section 2). */
export interface OidcClaims {
  readonly sub: string
  readonly iss: string
  readonly [name: string]: unknown
}

/** What has to be kept between the two steps of a login, in the browser and unreadable there. */
export interface OidcFlow {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** The provider's answer, or what somebody has made of it, does not fit the login that was begun. */
export class LoginRefused extends Error {
  static readonly code = "login-refused"
}

/** Seconds that the provider may take for an answer. */
const patience = 5

/**
 * The client of an OpenID provider: authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0; RFC 7636;
 * RFC 9700). The protocol is that of `openid-client`, which is certified; install it beside Maru.
 */
export class OidcClient {
  readonly #options: OidcOptions
  #configuration: Promise<Configuration> | undefined

  /** @throws StartError `option-invalid` for addresses that are not https, but on loopback */
  constructor(options: OidcOptions) {
    for (const address of [options.issuer, options.redirectUri]) {
      const url = URL.parse(address)
      if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackHost(url.host))) continue
      throw new StartError("option-invalid", `OpenID Connect needs https addresses, and "${address}" is none.`, [
        callerSource(OidcClient as never),
      ])
    }
    this.#options = options
  }

  /** Begins a login: where to send the browser, and what to keep until it comes back. @throws Unavailable */
  async begin(): Promise<{ readonly url: URL; readonly flow: OidcFlow }> {
    const library = await openid()
    const configuration = await this.#configured()
    const flow = {
      state: library.randomState(),
      nonce: library.randomNonce(),
      verifier: library.randomPKCECodeVerifier(),
    }
    const url = library.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#options.redirectUri,
      scope: this.#options.scope ?? "openid",
      code_challenge: await library.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: "S256",
      state: flow.state,
      nonce: flow.nonce,
    })
    return { url, flow }
  }

  /**
   * Ends a login: what the provider says of the person.
   * @param search query of the address to which the browser came back
   * @throws LoginRefused; Unavailable
   */
  async finish(search: string, flow: OidcFlow): Promise<OidcClaims> {
    const library = await openid()
    const configuration = await this.#configured()
    const url = new URL(this.#options.redirectUri)
    url.search = search
    try {
      const tokens = await library.authorizationCodeGrant(configuration, url, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      })
      return tokens.claims()! as OidcClaims
    } catch (error) {
      if (isUnreachable(error)) throw away(error)
      throw Object.assign(new LoginRefused("The login was not completed. Begin it again."), { cause: error })
    }
  }

  #configured(): Promise<Configuration> {
    return (this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = undefined
      throw away(error)
    }))
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#options
    const library = await openid()
    const url = new URL(issuer)
    const authentication = clientSecret === undefined ? library.None() : library.ClientSecretBasic(clientSecret)
    return library.discovery(url, clientId, undefined, authentication, {
      timeout: patience,
      execute: url.protocol === "http:" ? [library.allowInsecureRequests] : [],
    })
  }
}

async function openid(): Promise<typeof import("openid-client")> {
  try {
    return await import("openid-client")
  } catch (error) {
    const message = `OpenID Connect needs the package "openid-client". Install it: npm install openid-client`
    throw Object.assign(new StartError("file-missing", message), { cause: error })
  }
}

/** The network, a time-out, or a failure of the provider itself; not its refusal. */
function isUnreachable(error: unknown): boolean {
  const { cause, name } = error as { cause?: unknown; name?: string }
  const status = (cause as { status?: unknown } | undefined)?.status
  return error instanceof TypeError || name === "TimeoutError" || (typeof status === "number" && status >= 500)
}

function away(cause: unknown): Unavailable {
  return Object.assign(new Unavailable("The provider of logins does not answer. Try again soon.", 5), { cause })
}
