import { basename } from "node:path"
import { nodeFiles } from "../../runtime/modules.ts"
import { Answer } from "../answer.ts"
import { type Validators, evaluateConditions, rangeApplies } from "../conditional.ts"
import { HeaderList } from "../header-list.ts"
import { formatHttpDate } from "../http-date.ts"
import { httpError } from "../http-error.ts"
import type { HttpRequest, HttpResponse } from "../message.ts"
import { byteRangesBody } from "./byte-ranges.ts"
import { contentDisposition } from "./content-disposition.ts"
import { contentTypeOf } from "./content-type.ts"
import { readFilePart } from "./file-part.ts"
import { contentRange, parseRange } from "./range.ts"

export interface FileResponseOptions {
  /** Default: by the extension. */
  readonly contentType?: string | undefined
  /** Saved instead of shown: under the file's own name, or under this one. */
  readonly download?: boolean | string | undefined
  /** Value of Cache-Control. */
  readonly cacheControl?: string | undefined
  /** Further headers, such as Vary or Content-Encoding. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** A file as it is on disk at one moment. */
export interface FileInfo extends Validators {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly etag: string
  readonly lastModified: number
}

/** What a regular file is at this moment, undefined where there is none. The ETag comes from size and time of change. */
export async function inspectFile(path: string): Promise<FileInfo | undefined> {
  const found = await nodeFiles().stat(path, { bigint: true }).catch(absent)
  if (!found?.isFile()) return undefined
  const etag = `"${found.size.toString(36)}-${found.mtimeNs.toString(36)}"`
  return { path, size: Number(found.size), etag, lastModified: Math.min(Date.now(), Number(found.mtimeMs)) }
}

const absentCodes: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "EACCES"])

/** Turns the errors of a path that leads nowhere into undefined and throws the others. */
export function absent(error: unknown): undefined {
  if (!absentCodes.has((error as NodeJS.ErrnoException).code)) throw error
}

/**
 * Answers with a file: 200, or 304, 206 for one range or several, each with ETag and Last-Modified.
 * @param path a path that the program has chosen, never one that a client has sent
 * @throws HttpError `precondition-failed` (412), `range-not-satisfiable` (416)
 * @throws Error when there is no such file
 */
export async function fileResponse(
  request: HttpRequest,
  path: string,
  options: FileResponseOptions = {},
): Promise<HttpResponse> {
  const file = await inspectFile(path)
  if (!file) throw new Error(`There is no file ${JSON.stringify(path)} to answer with`)
  return answerFile(request, file, options)
}

/** As `fileResponse`, for a file that has been inspected. */
export function answerFile(request: HttpRequest, file: FileInfo, options: FileResponseOptions): HttpResponse {
  const headers = validatorHeaders(file, options)
  const reading = request.method === "GET" || request.method === "HEAD"
  const verdict = reading ? evaluateConditions(request, file) : "proceed"
  if (verdict === 304) return new Answer(304, headers, null)
  if (verdict === 412) throw httpError("precondition-failed", "The file is not in the state that the request expects.")
  const contentType = options.contentType ?? contentTypeOf(file.path)
  headers.append("content-type", contentType)
  headers.append("accept-ranges", "bytes")
  if (options.download !== undefined && options.download !== false) {
    const name = options.download === true ? basename(file.path) : options.download
    headers.append("content-disposition", contentDisposition("attachment", name))
  }
  if (request.method === "HEAD") return wholeFile(headers, file, null)
  return answerRange(request, file, contentType, headers)
}

function validatorHeaders(file: FileInfo, options: FileResponseOptions): HeaderList {
  const headers = HeaderList.from(options.headers ? Object.entries(options.headers) : [])
  headers.append("etag", file.etag)
  headers.append("last-modified", formatHttpDate(file.lastModified))
  if (options.cacheControl !== undefined) headers.append("cache-control", options.cacheControl)
  return headers
}

function answerRange(request: HttpRequest, file: FileInfo, contentType: string, headers: HeaderList): HttpResponse {
  const { path, size } = file
  const whole = { file: path, start: 0, end: size }
  const header = request.method === "GET" ? request.header("range") : undefined
  if (header === undefined) return wholeFile(headers, file, whole)
  const ranges = rangeApplies(request.header("if-range"), file) ? parseRange(header, size) : "whole"
  if (ranges === "unsatisfiable") {
    const detail = `The file has ${size} bytes, none of them in the range asked for.`
    throw httpError("range-not-satisfiable", detail, { "content-range": `bytes */${size}` })
  }
  // Bun's server would obey the Range that was just decided against, if it were given the file itself.
  if (ranges === "whole") return wholeFile(headers, file, readFilePart(whole))
  const [range, second] = ranges
  if (second) {
    const { contentType: type, length, body } = byteRangesBody(path, ranges, contentType, size)
    headers.set("content-type", type)
    headers.append("content-length", String(length))
    return new Answer(206, headers, body)
  }
  headers.append("content-range", contentRange(range!, size))
  headers.append("content-length", String(range!.end - range!.start))
  return new Answer(206, headers, { file: path, ...range! })
}

function wholeFile(headers: HeaderList, file: FileInfo, body: HttpResponse["body"]): HttpResponse {
  headers.append("content-length", String(file.size))
  return new Answer(200, headers, body)
}
