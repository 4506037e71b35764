// Headers and conditions of a file by hand, for the raw programs.
import type { Stats } from "node:fs"
import { securityHeaders } from "./raw-headers.ts"

/** The headers that Maru sends with a file. */
export function fileHeaders({ size, mtimeMs, mtime }: Stats): Record<string, string> {
  return {
    "content-type": "application/octet-stream",
    etag: `"${size.toString(36)}-${mtimeMs.toString(36)}"`,
    "last-modified": mtime.toUTCString(),
    "accept-ranges": "bytes",
    "cache-control": "no-cache",
    ...securityHeaders,
  }
}

/**
 * Whether a client has kept what the file still holds (RFC 9110, section 13.2.2: an ETag counts before a date).
 * @param etags If-None-Match, null or undefined if it was not sent
 * @param since If-Modified-Since
 */
export function isKept(headers: Record<string, string>, etags: string | Missing, since: string | Missing): boolean {
  if (etags) return etags.split(",").some((etag) => etag.trim().replace("W/", "") === headers["etag"])
  return since ? Date.parse(since) >= Date.parse(headers["last-modified"]!) : false
}

type Missing = null | undefined
