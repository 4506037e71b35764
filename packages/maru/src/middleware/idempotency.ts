import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { Answer } from "../http/answer.ts"
import { isStream } from "../http/body.ts"
import { HeaderList } from "../http/header-list.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, type Next, layer } from "../http/middleware.ts"
import { problemResponse } from "../http/problem.ts"
import { RequestWrapper } from "../http/request-wrapper.ts"
import { bodyTooLarge } from "../http/body-bytes.ts"
import { decodeUtf8 } from "../http/utf8.ts"
import { nodeCrypto } from "../runtime/modules.ts"
import { type Duration, milliseconds } from "./duration.ts"
import type { IdempotencyStore, KeptAnswer, KeptRequest } from "./idempotency/store.ts"

/** What `idempotency` can be told. */
export interface IdempotencyOptions {
  readonly store: IdempotencyStore
  /** How long answers are kept. Default "1d". */
  readonly keep?: Duration
  /** How long a request may be at work before its key is free again, as after a crash. Default "1m". */
  readonly work?: Duration
  /** Whether requests without a key are refused (400). Default false. */
  readonly required?: boolean
  /** Bytes of a body at most. Default 1 MiB. */
  readonly bodyLimit?: number
  /** Whose keys are one person's. Default: those with the same Authorization and Cookie. */
  readonly by?: (request: HttpRequest) => string
}

/**
 * Makes it safe to send a POST or PATCH again (draft-ietf-httpapi-idempotency-key-header). The first request with an
 * `Idempotency-Key` runs, and its answer is kept; the same again is given the same answer and runs nothing. While the first
 * is at work others get 409, and another request under the same key gets 422. Failures (5xx, 429) and streams are not
 * kept, so that they can be tried again.
 *
 * The answer is kept after the commit. Where the process dies between both, the same request runs once more when `work`
 * is over.
 *
 * @throws StartError `option-invalid`
 * @example
 * post("/orders", { input: body(Order) }, created, use(idempotency({ store: memoryAnswers() })), placeOrder)
 */
export function idempotency(options: IdempotencyOptions): Middleware {
  const source = callerSource(idempotency as never)
  const keeping = keepingOf(options, source)
  return layer(
    "idempotency",
    (request, next) => {
      if (request.method !== "POST" && request.method !== "PATCH") return next()
      const key = keyOf(request)
      if (key !== undefined) return key === "" ? refused(malformed) : once(request, key, next, keeping)
      return options.required ? refused(missing) : next()
    },
    {
      note: options.required ? "a key is required" : "where there is a key",
      answers: [
        { status: 400, description: "No Idempotency-Key, or none that is one" },
        { status: 409, description: "The same request is at work" },
        { status: 422, description: "The key was used for another request" },
      ],
    },
    source,
  )
}

interface Keeping {
  readonly store: IdempotencyStore
  readonly keep: number
  readonly work: number
  readonly bodyLimit: number
  readonly by: (request: HttpRequest) => string
}

function keepingOf(options: IdempotencyOptions, source: Middleware["source"]): Keeping {
  const { store, keep = "1d", work = "1m", bodyLimit = 1_048_576, by = credentialsOf } = options
  try {
    return { store, keep: milliseconds(keep), work: milliseconds(work), bodyLimit, by }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `idempotency: ${error.message}`, [source])
  }
}

async function once(request: HttpRequest, key: string, next: Next, keeping: Keeping): Promise<HttpResponse> {
  const { store, keep, work, by } = keeping
  const body = await request.bytes(keeping.bodyLimit)
  const place = digest(by(request), key)
  const { method, path, search } = request
  const fingerprint = digest(method, path, search, request.header("content-type") ?? "", body)
  const mine: KeptRequest = { owner: crypto.randomUUID(), fingerprint }
  const known = await store.begin(place, mine, work)
  if (known) return again(known, fingerprint)
  const answer = await next(new ReadRequest(request, body))
  const kept = keptOf(answer)
  await (kept ? store.finish(place, { ...mine, answer: kept }, keep) : store.abandon(place, mine.owner))
  return answer
}

function again(known: KeptRequest, fingerprint: string): HttpResponse {
  if (known.fingerprint !== fingerprint) return refused(reused)
  if (!known.answer) return refused(atWork)
  const { status, headers, body } = known.answer
  const list = HeaderList.from(headers)
  list.set("idempotent-replayed", "true")
  return new Answer(status, list, body === null ? null : Buffer.from(body, "base64"))
}

function keptOf({ status, headers, body }: HttpResponse): KeptAnswer | undefined {
  if (status >= 500 || status === 429) return undefined
  if (body !== null && typeof body !== "string" && (isStream(body) || "file" in body)) return undefined
  return { status, headers: [...headers], body: body === null ? null : Buffer.from(body).toString("base64") }
}

const credentialsOf = (request: HttpRequest): string =>
  JSON.stringify([request.header("authorization"), request.header("cookie")])

/** The key, without the quotes that it has as a structured field; empty for what is none. */
function keyOf(request: HttpRequest): string | undefined {
  const header = request.header("idempotency-key")?.trim()
  if (header === undefined) return undefined
  const text = /^"(.*)"$/.exec(header)?.[1] ?? header
  return /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/.test(text) ? text : ""
}

function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = nodeCrypto().createHash("sha256")
  for (const part of parts) hash.update(`${part.length}:`).update(part)
  return hash.digest("base64url")
}

interface Refusal {
  readonly status: number
  readonly code: string
  readonly detail: string
}

const missing = { status: 400, code: "idempotency-key-missing", detail: "Send an Idempotency-Key, such as a UUID." }
const malformed = {
  ...missing,
  code: "idempotency-key-invalid",
  detail: "A key has 1 to 255 visible ASCII characters.",
}
const reused = { status: 422, code: "idempotency-key-reused", detail: "This key was used for another request." }
const atWork = { status: 409, code: "idempotency-key-in-use", detail: "The same request is still at work." }

function refused(refusal: Refusal): HttpResponse {
  return problemResponse(refusal, refusal.status === 409 ? { "retry-after": "1" } : {})
}

/** A request whose body has been read, to be read once more. */
class ReadRequest extends RequestWrapper {
  readonly #body: Uint8Array<ArrayBuffer>

  constructor(outer: HttpRequest, body: Uint8Array<ArrayBuffer>) {
    super(outer)
    this.#body = body
  }

  override async bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#body.byteLength > limit) throw bodyTooLarge(limit)
    return this.#body
  }

  override async text(limit: number): Promise<string> {
    return decodeUtf8(await this.bytes(limit))
  }

  override stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    return this.#body.byteLength === 0 ? undefined : onePiece(this.#body)
  }
}

async function* onePiece(body: Uint8Array<ArrayBuffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield body
}
