import type { HttpResponse } from "../../http/message.ts"
import type { CookieOptions } from "../../http/cookie.ts"
import { HeaderList } from "../../http/header-list.ts"
import type { RequestCode } from "../../errors/codes.ts"
import { type SourceLine, callerSource } from "../../errors/source.ts"
import { adapterOf, isSchema } from "../../schema/adapters.ts"
import type { AnySchema, Output } from "../../schema/types.ts"
import { Answer } from "../../http/answer.ts"
import { serializeCookie } from "../../http/cookie.ts"
import type { Exchange } from "../exchange.ts"

/** Carries the value type of an outcome; never present at run time. */
export declare const outcomeValue: unique symbol
/** Tells replies of different outcomes apart; never present at run time. */
export declare const replyStatus: unique symbol

/** A cookie to set: its value alone, or with attributes; null deletes it. */
export type CookieValue = string | null | ({ readonly value: string } & CookieOptions)

/** What an answer carries besides its value. */
export interface ReplyInit {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Cookies by name. HttpOnly, SameSite=Lax and Path=/ unless said otherwise. */
  readonly cookies?: Readonly<Record<string, CookieValue>>
}

/** A value together with the outcome it was given to. Made by calling the outcome. */
export interface Reply<S extends number> {
  readonly [replyStatus]: S
}

/** The run-time side of a reply. */
export class OutcomeReply {
  readonly outcome: AnyOutcome
  readonly value: unknown
  readonly init: ReplyInit | undefined

  constructor(outcome: AnyOutcome, value: unknown, init: ReplyInit | undefined) {
    this.outcome = outcome
    this.value = value
    this.init = init
  }
}

/** What the docs say of an outcome. */
export interface OutcomeDoc {
  readonly kind: string
  readonly status: number
  readonly description: string | undefined
  readonly mediaType: string | undefined
  /** Schema of the body, or of each item where the body is a sequence. */
  readonly schema: unknown
  readonly itemwise: boolean
  readonly example: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly source: SourceLine | undefined
}

/** Turns a handler's value into an answer. Made once per endpoint, when the application starts. */
export type Responder = (value: unknown, exchange: Exchange) => HttpResponse | Promise<HttpResponse>

/** The run-time side of an outcome. */
export interface OutcomeNode {
  readonly doc: OutcomeDoc
  /** Whether the body is made after the handler has returned. */
  readonly streams: boolean
  /** Errors that making the answer may end in. */
  readonly codes: readonly RequestCode[]
  /** Compiles the outcome. Throws StartError `schema-unsuitable`. */
  readonly responder: () => Responder
}

/** What all outcomes have in common for the type checker. */
export interface OutcomePart {
  readonly status: number
  readonly [outcomeValue]: unknown
}

/** One declared way an endpoint can end well. Call it with the value, and with headers or cookies. */
export interface Outcome<S extends number, T> extends OutcomePart {
  (value: T, init?: ReplyInit): Reply<S>
  readonly status: S
  readonly [outcomeValue]: T
}

/** An outcome without a body. */
export interface EmptyOutcome<S extends number> extends OutcomePart {
  (init?: ReplyInit): Reply<S>
  readonly status: S
  readonly [outcomeValue]: void
}

export type AnyOutcome = OutcomePart & OutcomeNode

/** What every outcome's declaration may say for the docs. */
export interface OutcomeOptions {
  readonly description?: string
  readonly example?: unknown
  /** Response headers by name, each with a description, for the docs. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Makes an outcome of its parts. For the files in this room. @param members further properties of the value */
export function defineOutcome(
  status: number,
  parts: {
    readonly kind: string
    readonly mediaType?: string
    readonly schema?: unknown
    readonly itemwise?: boolean
    readonly streams?: boolean
    readonly codes?: readonly RequestCode[]
  },
  options: OutcomeOptions,
  source: SourceLine | undefined,
  responder: () => Responder,
  members: PropertyDescriptorMap = {},
): AnyOutcome {
  const empty = parts.kind === "empty"
  const outcome = (first: unknown, second?: ReplyInit) =>
    empty
      ? new OutcomeReply(outcome as never, undefined, first as ReplyInit | undefined)
      : new OutcomeReply(outcome as never, first, second)
  const node: OutcomeNode & { status: number } = {
    status,
    streams: parts.streams ?? false,
    codes: parts.codes ?? [],
    doc: Object.freeze({
      kind: parts.kind,
      status,
      description: options.description,
      mediaType: parts.mediaType,
      schema: parts.schema,
      itemwise: parts.itemwise ?? false,
      example: options.example,
      headers: options.headers ?? {},
      source,
    }),
    responder,
  }
  return Object.freeze(Object.defineProperties(Object.assign(outcome, node), members)) as unknown as AnyOutcome
}

/** Whether a part of an endpoint is an outcome. */
export function isOutcome(part: unknown): part is AnyOutcome {
  return typeof part === "function" && "responder" in part
}

/**
 * An answer of JSON. The value is stripped to what the schema declares, checked and encoded; what does not
 * fit is a 500 and leaves nothing. Without a schema the answer has no body.
 *
 * @param status 200 to 599
 * @param schema what the answer looks like; a schema that cannot guarantee that is a start error
 * @example
 * const created = returns(201, PostOut)
 */
export function returns<const S extends number, M extends AnySchema>(
  status: S,
  schema: M,
  options?: OutcomeOptions,
): Outcome<S, Output<M>>
export function returns<const S extends number>(status: S, options?: OutcomeOptions): EmptyOutcome<S>
export function returns(status: number, first?: unknown, second?: OutcomeOptions): unknown {
  const source = callerSource(returns as never)
  if (!isSchema(first)) {
    return defineOutcome(status, { kind: "empty" }, (first ?? {}) as OutcomeOptions, source, () =>
      emptyResponder(status),
    )
  }
  const parts = { kind: "returns", mediaType: "application/json", schema: first }
  return defineOutcome(status, parts, second ?? {}, source, () => jsonResponder(status, first))
}

const noHeaders: readonly string[] = Object.freeze([])
const jsonHeaders: readonly string[] = Object.freeze(["content-type", "application/json"])

function emptyResponder(status: number): Responder {
  return () => new Answer(status, HeaderList.shared(noHeaders), null)
}

function jsonResponder(status: number, schema: unknown): Responder {
  const encode = adapterOf(schema).encode(schema)
  return (value) => new Answer(status, HeaderList.shared(jsonHeaders), encode(value))
}

/** Puts a reply's headers and cookies on its answer. */
export function applyInit(response: HttpResponse, init: ReplyInit | undefined): HttpResponse {
  if (init?.headers) for (const [name, value] of Object.entries(init.headers)) applyHeader(response, name, value)
  if (init?.cookies) {
    for (const [name, cookie] of Object.entries(init.cookies)) {
      response.headers.append("set-cookie", cookieHeader(name, cookie))
    }
  }
  return response
}

function applyHeader(response: HttpResponse, name: string, value: string | readonly string[]): void {
  if (typeof value === "string") return response.headers.set(name, value)
  response.headers.delete(name)
  for (const item of value) response.headers.append(name, item)
}

function cookieHeader(name: string, cookie: CookieValue): string {
  if (cookie === null) return serializeCookie(name, "", { maxAge: 0 })
  return typeof cookie === "string" ? serializeCookie(name, cookie, {}) : serializeCookie(name, cookie.value, cookie)
}
