import { raises } from "../../endpoint/errors.ts"
import { request } from "../../endpoint/signature.ts"
import type { CookieKeys } from "../../http/cookies/cookie-keys.ts"
import type { HttpRequest } from "../../http/message.ts"
import { type Provider, dependency } from "../../provider/provider.ts"
import { type SealedCookie, encryptedCookie } from "../cookies/sealed-cookie.ts"
import { LoginRefused, type OidcClaims, OidcClient, type OidcFlow, type OidcOptions } from "./client.ts"

/** How people log in elsewhere. */
export interface OidcLoginOptions extends OidcOptions {
  /** Encrypt what the browser keeps between the two steps. */
  readonly keys: CookieKeys
  /** Name of its cookie, without a prefix. Default "login". */
  readonly cookie?: string
}

/** Somebody whom the provider of identities has told us. */
export interface OidcIdentity {
  /** Who it is, for this provider and for ever. Keep it beside the issuer; addresses of mail may change hands. */
  readonly subject: string
  readonly issuer: string
  /** What else the ID token says: `email`, `name` … */
  readonly claims: OidcClaims
  /** Where they wanted to go, a path of this site. */
  readonly returnTo: string
}

/** The two providers of a login elsewhere. */
export interface OidcLogin {
  /** A function that gives the address of the provider's page, for a redirect. @param returnTo path of this site for afterwards */
  readonly begin: Provider<(returnTo?: string) => Promise<string>>
  /** Who has come back. Anything that does not fit the login that was begun in this browser is a 401. */
  readonly identity: Provider<OidcIdentity>
}

/** Seconds that somebody may take on the provider's page. */
const longest = 600

/**
 * A login by an OpenID provider, in two endpoints: one sends people there, the other one receives them.
 *
 * @throws StartError `option-invalid` for addresses that are not https, but on loopback
 * @example
 * const { begin, identity } = oidcLogin({ issuer, clientId, clientSecret, redirectUri, keys })
 * get("/login", { begin }, redirect(), ({ begin }) => begin("/welcome"))
 * get("/login/callback", { identity, session }, redirect(), ({ identity, session }) => {
 *   session.login(identity.subject)
 *   return identity.returnTo
 * })
 */
export function oidcLogin(options: OidcLoginOptions): OidcLogin {
  const client = new OidcClient(options)
  const kept = encryptedCookie(options.cookie ?? "login", { keys: options.keys, maxAge: longest })

  const begin = dependency(
    { kept },
    ({ kept }) =>
      async (returnTo = "/"): Promise<string> => {
        const { url, flow } = await client.begin()
        kept.set(JSON.stringify({ ...flow, returnTo: ownPath(returnTo) }))
        return url.href
      },
    { name: "begin" },
  )
  const identity = dependency({ kept, request }, (inputs) => identify(client, inputs), {
    name: "identity",
    raises: raises(401, LoginRefused),
    security: {
      name: "openid",
      scheme: { type: "openIdConnect", openIdConnectUrl: discoveryUrl(options.issuer) },
    },
  })
  return { begin, identity }
}

async function identify(
  client: OidcClient,
  { kept, request }: { readonly kept: SealedCookie; readonly request: HttpRequest },
): Promise<OidcIdentity> {
  if (kept.value === undefined) throw new LoginRefused("No login was begun in this browser, or too long ago.")
  kept.delete()
  const { returnTo, ...flow } = JSON.parse(kept.value) as OidcFlow & { readonly returnTo: string }
  const claims = await client.finish(request.search, flow)
  return { subject: claims.sub, issuer: claims.iss, claims, returnTo }
}

/** Only what surely stays on this site; anything else could send people to a page that looks like ours. */
function ownPath(path: string): string {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : "/"
}

function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`
}
