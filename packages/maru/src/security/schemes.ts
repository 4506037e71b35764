import { raises } from "../endpoint/errors.ts"
import { type SourceLine, callerSource } from "../errors/source.ts"
import { request } from "../endpoint/signature.ts"
import { CrossSiteRequest, refuseCrossSite } from "../http/cross-site.ts"
import { Unauthorized } from "../http/http-error.ts"
import type { HttpRequest } from "../http/message.ts"
import { readCookie } from "../http/cookie.ts"
import { readHostCookie } from "../http/cookies/host-cookie.ts"
import { type Provider, type SecurityScheme, dependency, nodeOf, providerOf } from "../provider/provider.ts"

/** What all schemes can be told. */
export interface SchemeOptions {
  /** Name in the OpenAPI document. Default: the scheme's kind. */
  readonly name?: string
  /** CommonMark, for the docs. */
  readonly description?: string
}

/** With `optional: true` a request without credentials gets undefined instead of a 401. */
export interface OptionalScheme extends SchemeOptions {
  readonly optional: true
}

/** User and password as HTTP Basic sends them (RFC 7617). */
export interface BasicCredentials {
  readonly user: string
  readonly password: string
}

interface SchemeParts<T> {
  readonly name: string
  readonly scheme: Readonly<Record<string, unknown>>
  readonly challenge: string | undefined
  readonly read: (request: HttpRequest) => T | undefined
  readonly crossSite?: SecurityScheme["crossSite"]
}

function scheme<T>(
  parts: SchemeParts<T>,
  options: SchemeOptions & { readonly optional?: boolean },
  source: SourceLine | undefined,
): Provider<T | undefined> {
  const security: SecurityScheme = {
    name: options.name ?? parts.name,
    scheme: options.description ? { ...parts.scheme, description: options.description } : parts.scheme,
    optional: options.optional ?? false,
    ...(parts.crossSite ? { crossSite: parts.crossSite } : {}),
  }
  const read = ({ request }: { readonly request: HttpRequest }): T | undefined => {
    const credentials = parts.read(request)
    if (credentials === undefined && !options.optional) throw new Unauthorized(undefined, parts.challenge)
    return credentials
  }
  const declared = [
    ...(options.optional ? [] : [raises(401, Unauthorized)]),
    ...(parts.crossSite === "refuse" ? [{ status: 403, errors: [CrossSiteRequest], unsafeOnly: true }] : []),
  ]
  const made = dependency({ request }, read, { security, name: security.name, raises: declared })
  return providerOf({ ...nodeOf(made), source })
}

/**
 * The token of `Authorization: Bearer …` (RFC 6750). Without one the answer is 401 with WWW-Authenticate. What
 * the token is worth is for another provider to say.
 * @example
 * const currentUser = dependency({ db, token: bearer() }, async ({ db, token }) =>
 *   (await User.byToken(db, token)) ?? fail(Unauthorized))
 */
export function bearer(options?: SchemeOptions): Provider<string>
export function bearer(options: OptionalScheme): Provider<string | undefined>
export function bearer(options: SchemeOptions = {}): Provider<string | undefined> {
  return bearerToken(options, callerSource(bearer as never))
}

/** The same for the files of this room. @param format what the token is, for the docs: "JWT" */
export function bearerToken(
  options: SchemeOptions & { readonly optional?: boolean },
  source: SourceLine | undefined,
  format?: string,
): Provider<string | undefined> {
  return scheme(
    {
      name: "bearer",
      scheme: { type: "http", scheme: "bearer", ...(format === undefined ? {} : { bearerFormat: format }) },
      challenge: "Bearer",
      read: (request) => credentialsOf(request, "bearer"),
    },
    options,
    source,
  )
}

/**
 * User and password of `Authorization: Basic …` (RFC 7617), decoded as UTF-8.
 * @param options `realm` is what browsers show; default "Maru"
 */
export function basic(options?: SchemeOptions & { readonly realm?: string }): Provider<BasicCredentials>
export function basic(options: OptionalScheme & { readonly realm?: string }): Provider<BasicCredentials | undefined>
export function basic(
  options: SchemeOptions & { readonly realm?: string } = {},
): Provider<BasicCredentials | undefined> {
  return scheme(
    {
      name: "basic",
      scheme: { type: "http", scheme: "basic" },
      challenge: `Basic realm="${(options.realm ?? "Maru").replace(/["\\]/g, "")}", charset="UTF-8"`,
      read: (request) => basicCredentials(credentialsOf(request, "basic")),
    },
    options,
    callerSource(basic as never),
  )
}

type KeyPlace = "header" | "query" | "cookie"

/** What `apiKey` can be told. */
export interface KeyOptions extends SchemeOptions {
  /**
   * Of a key in a cookie: browsers send it along whoever causes the request, so what changes something is refused (403)
   * unless a page of this origin sent it. `allow` is for endpoints that check in another way; it is told at start.
   */
  readonly crossSite?: "refuse" | "allow"
  /** Further origins whose pages may: "https://admin.example". */
  readonly origins?: readonly string[]
  /**
   * Of a key in a cookie: it was set with `hostPrefix: true`, and so is called `__Host-…` outside loopback. One without
   * the prefix is not looked at there, because another host of the domain may have planted it.
   */
  readonly hostPrefix?: boolean
}

/**
 * A key in a header, a query parameter or a cookie, such as a session's id. Requests with a key in a cookie that other
 * sites cause are refused if they change something.
 * @param place where it is sent
 * @param name of the header, parameter or cookie
 */
export function apiKey(place: KeyPlace, name: string, options?: KeyOptions): Provider<string>
export function apiKey(
  place: KeyPlace,
  name: string,
  options: OptionalScheme & KeyOptions,
): Provider<string | undefined>
export function apiKey(place: KeyPlace, name: string, options: KeyOptions = {}): Provider<string | undefined> {
  const guarded = place === "cookie" && options.crossSite !== "allow"
  const read = (request: HttpRequest): string | undefined => {
    const key = keyIn(request, place, name, options.hostPrefix) || undefined
    if (guarded && key !== undefined) refuseCrossSite(request, options.origins)
    return key
  }
  return scheme(
    {
      name: `${place}-${name}`,
      scheme: { type: "apiKey", in: place, name },
      challenge: undefined,
      read,
      crossSite: place === "cookie" ? (guarded ? "refuse" : "allow") : undefined,
    },
    options,
    callerSource(apiKey as never),
  )
}

function keyIn(request: HttpRequest, place: KeyPlace, name: string, prefixed = false): string | undefined {
  if (place === "header") return request.header(name.toLowerCase())
  if (place === "cookie" && prefixed) return readHostCookie(name, request)
  if (place === "cookie") return readCookie(request.header("cookie"), name)
  return new URLSearchParams(request.search).get(name) ?? undefined
}

function credentialsOf(request: HttpRequest, scheme: string): string | undefined {
  const match = /^([!#$%&'*+\-.^_`|~\w]+) +(\S+) *$/.exec(request.header("authorization") ?? "")
  return match?.[1]!.toLowerCase() === scheme ? match[2] : undefined
}

function basicCredentials(encoded: string | undefined): BasicCredentials | undefined {
  if (encoded === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(encoded, "base64"))
    const colon = text.indexOf(":")
    return colon === -1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) }
  } catch {
    return undefined
  }
}
