import { fileURLToPath } from "node:url"
import type { SourceLine } from "../../errors/source.ts"
import { type FileResponseOptions, fileResponse } from "../../http/files/file-response.ts"
import { misfit } from "./handler-result.ts"
import { type AnyOutcome, type OutcomeOptions, type Responder, defineOutcome } from "./outcome.ts"

/** A file to send: its path, or its path with what is special about this answer. Never a path that a client sent. */
export type FileSource = string | URL | ({ readonly path: string | URL } & FileResponseOptions)

/** What `file` can be told as an outcome. */
export interface FileOutcomeOptions extends OutcomeOptions {
  /** Media type; by default that of the file's extension. */
  readonly contentType?: string
  /** Saved instead of shown: under the file's own name, or under this one. */
  readonly download?: boolean | string
  /** Value of Cache-Control. */
  readonly cacheControl?: string
}

/** The outcome side of `file`: answers with Range, ETag and Last-Modified, 206, 304, 412 and 416. */
export function fileOutcome(
  options: FileOutcomeOptions,
  source: SourceLine | undefined,
  members: PropertyDescriptorMap,
): AnyOutcome {
  const { contentType, download, cacheControl } = options
  const common: FileResponseOptions = { contentType, download, cacheControl }
  const responder: Responder = (value, { request }) => {
    const chosen = value as FileSource
    if (isPath(chosen)) return fileResponse(request, pathOf(chosen), common)
    if (!isPath(chosen?.path)) throw misfit("A file() outcome", "the path of a file", value)
    return fileResponse(request, pathOf(chosen.path), { ...common, ...chosen })
  }
  const parts = {
    kind: "file",
    mediaType: contentType ?? "application/octet-stream",
    codes: ["precondition-failed", "range-not-satisfiable"] as const,
  }
  return defineOutcome(200, parts, options, source, () => responder, members)
}

function isPath(value: unknown): value is string | URL {
  return typeof value === "string" || value instanceof URL
}

function pathOf(source: string | URL): string {
  return source instanceof URL ? fileURLToPath(source) : source
}
