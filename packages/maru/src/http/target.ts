import { httpError } from "./http-error.ts"

/**
 * Text of one path segment. "%2F" becomes a slash inside the text and never splits a path, because
 * paths are split before they are decoded.
 * @param segment percent-encoded, without slashes
 * @throws HttpError `invalid-encoding` (400) for bad percent-encoding, bytes that are not UTF-8, and NUL
 */
export function decodeSegment(segment: string): string {
  if (!segment.includes("%")) return segment
  const text = decodePercent(segment, "path")
  if (text.includes("\0")) throw httpError("invalid-encoding", "The path contains an encoded NUL character.")
  return text
}

/**
 * Strict percent-decoding: RFC 3986 triplets of UTF-8 bytes.
 * @param what names the text in the error: "path", "query", "form"
 * @throws HttpError `invalid-encoding` (400)
 */
export function decodePercent(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw httpError("invalid-encoding", `The ${what} has an invalid percent-encoding.`)
  }
}

// What no clear path has: an empty segment, a segment that starts with a dot (perhaps encoded), a
// backslash, or a character outside of visible ASCII. One test clears nearly all paths.
const suspicious = /\/\/|\/\.|%(?:2e|5c|00)|[^\x21-\x5b\x5d-\x7e]/i
const dotSegment = /\/(?:\.|%2e){1,2}(?=\/|$)/i

/**
 * Refuses paths that programs read in different ways, so that what a proxy, a middleware and a route
 * check is one and the same path. A path is never rewritten. ";" is ordinary data.
 * @param path percent-encoded, as it was sent
 * @throws HttpError `bad-request` (400) for an empty segment ("//"), a dot segment, a backslash (each
 *   also when encoded), a character that must be encoded, or a path without a leading slash;
 *   `invalid-encoding` (400) for "%00"
 */
export function checkPath(path: string): void {
  if (path.charCodeAt(0) !== 0x2f) throw httpError("bad-request", 'The path does not start with "/".')
  if (!suspicious.test(path)) return
  if (path.includes("//")) throw httpError("bad-request", "The path has an empty segment.")
  if (dotSegment.test(path)) throw httpError("bad-request", "The path has a dot segment.")
  if (/\\|%5c/i.test(path)) throw httpError("bad-request", "The path has a backslash.")
  if (path.includes("%00")) throw httpError("invalid-encoding", "The path contains an encoded NUL character.")
  if (/[^\x21-\x7e]/.test(path)) {
    throw httpError("bad-request", "The path has a character that must be percent-encoded.")
  }
}
