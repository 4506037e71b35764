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
  return {
    type: input.type ?? "about:blank",
    title: input.title ?? statusPhrase(input.status),
    status: input.status,
    ...(input.detail ? { detail: input.detail } : {}),
    ...(input.instance === undefined ? {} : { instance: input.instance }),
    code: input.code,
    ...extensionsOf(input.extensions),
  }
}

/**
 * An answer of `application/problem+json`.
 * @param headers such as Allow, Retry-After or WWW-Authenticate
 * @throws InvalidHeader
 */
export function problemResponse(
  input: ProblemInput,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse & { readonly body: string } {
  const list = HeaderList.from(Object.entries(headers))
  list.set("content-type", problemMediaType)
  return new Answer(input.status, list, JSON.stringify(toProblem(input))) as HttpResponse & { readonly body: string }
}

/** The answer to an HttpError: its status, code, detail and headers. */
export function errorResponse(
  error: HttpError,
  extensions?: Readonly<Record<string, unknown>>,
): HttpResponse & { readonly body: string } {
  return problemResponse({ status: error.status, code: error.code, detail: error.message, extensions }, error.headers)
}

const registered: ReadonlySet<string> = new Set(["type", "title", "status", "detail", "instance", "code"])

function extensionsOf(extensions: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => !registered.has(name)))
}
