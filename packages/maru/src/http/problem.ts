import { Answer } from "./answer.ts"
import { HeaderList } from "./header-list.ts"
import type { HttpError } from "./http-error.ts"
import type { HttpResponse } from "./message.ts"
import { statusPhrase } from "./status.ts"

/** Problem details of an answer (RFC 9457). Every other member is an extension. */
export interface Problem {
  /** URI reference of the kind of problem; "about:blank" means no more than the status says. */
  readonly type: string
  /** Short and the same for every occurrence. */
  readonly title: string
  readonly status: number
  /** Stable and kebab-case: what programs should look at. */
  readonly code: string
  /** A sentence about this occurrence. */
  readonly detail?: string
  /** URI reference of this occurrence. */
  readonly instance?: string
  readonly [extension: string]: unknown
}

/** What a problem is made from; type and title have defaults. */
export interface ProblemInput {
  readonly status: number
  readonly code: string
  readonly type?: string | undefined
  readonly title?: string | undefined
  readonly detail?: string | undefined
  readonly instance?: string | undefined
  /** Further members, such as `faults`; the registered names above are not overwritten. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

export const problemMediaType = "application/problem+json"

/** Fills in `about:blank` and the status phrase, and leaves out what is undefined. */
export function toProblem(input: ProblemInput): Problem {
  const { status, code, detail, instance, extensions } = input
  const problem: Record<string, unknown> = {
    type: input.type ?? "about:blank",
    title: input.title ?? statusPhrase(status),
    status,
  }
  if (detail) problem["detail"] = detail
  if (instance !== undefined) problem["instance"] = instance
  problem["code"] = code
  return (extensions === undefined ? problem : { ...problem, ...unregistered(extensions) }) as Problem
}

/** Names and values in turn, shared by all problems without headers of their own. */
const plainHeaders: readonly string[] = Object.freeze(["content-type", problemMediaType])
const none: Readonly<Record<string, string>> = {}

/**
 * An answer of `application/problem+json`.
 * @param headers such as Allow, Retry-After or WWW-Authenticate
 * @throws InvalidHeader
 */
export function problemResponse(
  input: ProblemInput,
  headers: Readonly<Record<string, string>> = none,
): HttpResponse & { readonly body: string } {
  const text = JSON.stringify(toProblem(input))
  return new Answer(input.status, headerList(headers), text) as HttpResponse & { readonly body: string }
}

function headerList(headers: Readonly<Record<string, string>>): HeaderList {
  const own = Object.entries(headers)
  if (own.length === 0) return HeaderList.shared(plainHeaders)
  const list = HeaderList.from(own)
  list.set("content-type", problemMediaType)
  return list
}

/** The answer to an HttpError: its status, code, detail and headers. */
export function errorResponse(
  error: HttpError,
  extensions?: Readonly<Record<string, unknown>>,
): HttpResponse & { readonly body: string } {
  return problemResponse({ status: error.status, code: error.code, detail: error.message, extensions }, error.headers)
}

const registered: ReadonlySet<string> = new Set(["type", "title", "status", "detail", "instance", "code"])

function unregistered(extensions: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!Object.keys(extensions).some((name) => registered.has(name))) return extensions
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => !registered.has(name)))
}
