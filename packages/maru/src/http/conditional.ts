import { parseHttpDate } from "./http-date.ts"
import type { HttpRequest } from "./message.ts"

/** What tells versions of a resource apart. */
export interface Validators {
  /** An entity tag with its quotes: `"v1"`, or weak: `W/"v1"`. */
  readonly etag?: string | undefined
  /** Milliseconds since 1970; compared in whole seconds. */
  readonly lastModified?: number | undefined
}

/** `proceed` with the method, or answer with this status and change nothing. */
export type Verdict = "proceed" | 304 | 412

/**
 * Evaluates If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since in the order of
 * RFC 9110, section 13.2.2. Dates that cannot be read do not count.
 * @param current undefined when there is no such resource yet
 */
export function evaluateConditions(
  request: Pick<HttpRequest, "method" | "header">,
  current: Validators | undefined,
): Verdict {
  const reading = request.method === "GET" || request.method === "HEAD"
  if (!unchangedSince(request, current)) return 412
  const noneMatch = request.header("if-none-match")
  if (noneMatch !== undefined) {
    if (!matches(noneMatch, current, weakMatch)) return "proceed"
    return reading ? 304 : 412
  }
  const since = reading ? request.header("if-modified-since") : undefined
  return since !== undefined && modifiedUntil(since, current) === true ? 304 : "proceed"
}

function unchangedSince(request: Pick<HttpRequest, "header">, current: Validators | undefined): boolean {
  const match = request.header("if-match")
  if (match !== undefined) return matches(match, current, strongMatch)
  const since = request.header("if-unmodified-since")
  return since === undefined || modifiedUntil(since, current) !== false
}

/** Whether the last change is not after a date; undefined where either is unknown. */
function modifiedUntil(header: string, current: Validators | undefined): boolean | undefined {
  const date = parseHttpDate(header)
  if (date === undefined || current?.lastModified === undefined) return undefined
  return wholeSeconds(current.lastModified) <= date
}

/**
 * Whether a Range may be obeyed: without If-Range, or where it names exactly the current version
 * (RFC 9110, section 13.1.5). A date counts only if the file did not change again within its second.
 */
export function rangeApplies(ifRange: string | undefined, current: Validators): boolean {
  if (ifRange === undefined) return true
  const value = ifRange.trim()
  if (value.endsWith('"')) return current.etag !== undefined && strongMatch(value, current.etag)
  const { lastModified } = current
  if (lastModified === undefined || Date.now() - lastModified < 1000) return false
  return parseHttpDate(value) === wholeSeconds(lastModified)
}

/** Whether two entity tags are the same and both strong. */
export function strongMatch(one: string, other: string): boolean {
  return one === other && !one.startsWith("W/")
}

/** Whether two entity tags are the same, weak or strong. */
export function weakMatch(one: string, other: string): boolean {
  return opaque(one) === opaque(other)
}

function opaque(etag: string): string {
  return etag.startsWith("W/") ? etag.slice(2) : etag
}

function matches(
  header: string,
  current: Validators | undefined,
  same: (one: string, other: string) => boolean,
): boolean {
  if (header.trim() === "*") return current !== undefined
  const etag = current?.etag
  if (etag === undefined) return false
  for (const [candidate] of header.matchAll(/(?:W\/)?"[^"]*"/g)) if (same(candidate, etag)) return true
  return false
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000
}
