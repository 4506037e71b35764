import { request } from "../endpoint/signature.ts"
import { callerSource } from "../errors/source.ts"
import { Answer } from "../http/answer.ts"
import { type Validators, evaluateConditions } from "../http/conditional.ts"
import { HeaderList } from "../http/header-list.ts"
import { parseHttpDate } from "../http/http-date.ts"
import { HttpError } from "../http/http-error.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { type Provider, dependency } from "../provider/provider.ts"
import { nodeCrypto } from "../runtime/modules.ts"

/**
 * Gives the answers to GET and HEAD an entity tag, made of their bytes where they have none, and answers 304 without a body where
 * the client has the same already (If-None-Match, If-Modified-Since). It saves bytes, not work: the endpoint runs all the
 * same. Streams and files are left alone; files have their own. Inside `compression`, where both are listed.
 */
export function etag(): Middleware {
  return layer(
    "etag",
    { after: (answer, request) => (reads(request) ? tagged(request, answer) : answer) },
    { note: "304 where the client has the same" },
    callerSource(etag as never),
  )
}

function reads({ method }: HttpRequest): boolean {
  return method === "GET" || method === "HEAD"
}

function tagged(request: HttpRequest, answer: HttpResponse): HttpResponse {
  const { status, headers, body } = answer
  if (status !== 200) return answer
  if (!headers.has("etag")) {
    if (typeof body !== "string" && !(body instanceof Uint8Array)) return answer
    headers.set("etag", tagOf(body))
  }
  const lastModified = parseHttpDate(headers.get("last-modified") ?? "")
  return evaluateConditions(request, { etag: headers.get("etag"), lastModified }) === 304 ? notModified(answer) : answer
}

/** What a 304 says of the answer that the client has (RFC 9110, section 15.4.5). */
const kept: ReadonlySet<string> = new Set([
  "cache-control",
  "content-location",
  "etag",
  "expires",
  "last-modified",
  "set-cookie",
  "vary",
])

function notModified({ headers }: HttpResponse): HttpResponse {
  return new Answer(304, HeaderList.from([...headers].filter(([name]) => kept.has(name))), null)
}

/**
 * An entity tag for a version of something: of its number or its text.
 * @example
 * entityTag(post.version) // "7", with its quotes
 */
export function entityTag(version: string | number | bigint): string {
  const text = `${version}`
  return /^[\w.:-]{1,64}$/.test(text) ? `"${text}"` : tagOf(text)
}

function tagOf(content: string | Uint8Array): string {
  return `"${nodeCrypto().createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`
}

/** The client's condition does not hold: somebody has changed the thing since (412). */
export class PreconditionFailed extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "precondition-failed"

  constructor() {
    super(412, "precondition-failed", "This has changed since you have read it. Read it again.")
  }
}

/** The client has to say which version it means to change (428, RFC 6585). */
export class PreconditionRequired extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "precondition-required"

  constructor() {
    super(428, "precondition-required", "Say by If-Match which version this is about.")
  }
}

/** The conditions of a request, to be held against what is there now before it is changed. */
export interface Conditions {
  /**
   * Holds If-Match, If-Unmodified-Since and If-None-Match against the current version.
   * @param current undefined where there is no such thing yet
   * @throws PreconditionFailed
   */
  check(current: Validators | undefined): void
  /** The same, and the client has to name a version by If-Match. @throws PreconditionFailed, PreconditionRequired */
  require(current: Validators | undefined): void
}

/**
 * The request's conditions, so that nobody overwrites what somebody else has written meanwhile.
 *
 * @example
 * put("/:id", { id: path(z.int()), input: body(PostIn), db, conditions }, returns(204), raises(412, PreconditionFailed),
 *   async ({ id, input, db, conditions }) => {
 *     const post = await posts.read(db, id)
 *     conditions.check({ etag: entityTag(post.version) })
 *     post.rename(input.title)
 *   })
 */
export const conditions: Provider<Conditions> = dependency({ request }, ({ request }) => conditionsOf(request), {
  name: "conditions",
})

function conditionsOf(request: HttpRequest): Conditions {
  const check = (current: Validators | undefined): void => {
    if (evaluateConditions(request, current) === 412) throw new PreconditionFailed()
  }
  return {
    check,
    require: (current) => {
      if (request.header("if-match") === undefined) throw new PreconditionRequired()
      check(current)
    },
  }
}
