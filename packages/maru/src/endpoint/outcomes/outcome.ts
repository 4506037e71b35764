import type { HttpResponse } from "../../http/message.ts"
import type { CookieValue } from "../../http/cookies/cookie-value.ts"
import type { RequestCode } from "../../errors/codes.ts"
import type { SourceLine } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { isAnswerStatus, isNullBodyStatus } from "../../http/status.ts"
import type { Exchange } from "../exchange.ts"

/** Carries the value type of an outcome; never present at run time. */
export declare const outcomeValue: unique symbol
/** Tells replies of different outcomes apart; never present at run time. */
export declare const replyStatus: unique symbol

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

/**
 * Makes an outcome of its parts. For the files in this room.
 * @param members further properties of the value
 * @throws StartError `option-invalid` for a status that the outcome cannot have
 */
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
  checkStatus(status, parts, source)
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

function checkStatus(
  status: number,
  { kind, mediaType }: { readonly kind: string; readonly mediaType?: string },
  source: SourceLine | undefined,
): void {
  if (!isAnswerStatus(status)) {
    throw new StartError("option-invalid", `An outcome (${kind}) has a status from 200 to 599, not ${status}.`, [
      source,
    ])
  }
  if (mediaType === undefined || !isNullBodyStatus(status)) return
  const advice = kind === "returns" ? `Declare returns(${status}), without a schema` : "Give it another status"
  throw new StartError(
    "option-invalid",
    `An answer with the status ${status} has no content, and this outcome (${kind}) has some. ${advice}.`,
    [source],
  )
}

/** Whether a part of an endpoint is an outcome. */
export function isOutcome(part: unknown): part is AnyOutcome {
  return typeof part === "function" && "responder" in part
}
