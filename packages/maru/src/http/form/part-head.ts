import { isUtf8, parseMediaType } from "../media-type.ts"
import { decodeUtf8 } from "../utf8.ts"
import { malformedForm } from "./form.ts"

/** What the head of a multipart/form-data part says (RFC 7578). */
export interface PartHead {
  readonly name: string
  /** As sent; undefined for a text field. */
  readonly fileName: string | undefined
  readonly contentType: string | undefined
}

const headerLine = /^([!#$%&'*+\-.^_`|~\w]+):/
const parameter = /;[\t ]*([!#$&'*+\-.^_`|~\w]+)=(?:"((?:[^"\\]|\\[^])*)"|([!#$%&'*+\-.^_`|~\w]+))[\t ]*/y
const transferEncodings: ReadonlySet<string> = new Set(["7bit", "8bit", "binary"])

/**
 * Reads a part's head.
 * @throws HttpError `invalid-form` (400) for malformed lines, a part without a name, and encodings that
 *   form-data does not have; `invalid-encoding` (400) where it is not UTF-8
 */
export function parsePartHead(bytes: Uint8Array): PartHead {
  const headers = parseHeaders(decodeUtf8(bytes, "form"))
  const disposition = headers.get("content-disposition")
  if (disposition === undefined) throw malformedForm("a part has no Content-Disposition")
  const transfer = headers.get("content-transfer-encoding")
  if (transfer !== undefined && !transferEncodings.has(transfer.toLowerCase())) {
    throw malformedForm("a part has a Content-Transfer-Encoding, which forms do not use")
  }
  const parameters = parseDisposition(disposition)
  const name = parameters.get("name")
  if (name === undefined) throw malformedForm("a part has no name")
  return { name, fileName: parameters.get("filename"), contentType: headers.get("content-type") }
}

function parseHeaders(text: string): Map<string, string> {
  const headers = new Map<string, string>()
  if (text === "") return headers
  for (const line of text.split("\r\n")) {
    const name = headerLine.exec(line)?.[1]?.toLowerCase()
    if (name === undefined || /[\r\n\0]/.test(line)) throw malformedForm("a part has an invalid header line")
    if (headers.has(name)) throw malformedForm("a part repeats a header")
    headers.set(name, line.slice(name.length + 1).trim())
  }
  return headers
}

function parseDisposition(header: string): Map<string, string> {
  const start = /^form-data[\t ]*(?=;|$)/i.exec(header)?.[0].length
  if (start === undefined) throw malformedForm("a part is not form-data")
  const parameters = new Map<string, string>()
  for (let at = start; at < header.length; at = parameter.lastIndex) {
    parameter.lastIndex = at
    const match = parameter.exec(header)
    if (!match) throw malformedForm("a part has an invalid Content-Disposition")
    const name = match[1]!.toLowerCase()
    // RFC 7578, section 4.2 forbids it, and readers that disagree about it see different files.
    if (name === "filename*") throw malformedForm('a part uses "filename*", which forms do not have')
    if (parameters.has(name)) throw malformedForm("a part repeats a parameter")
    parameters.set(name, match[3] ?? unescapeQuoted(match[2]!))
  }
  return parameters
}

/**
 * Browsers write a quote or line break in a name as %22, %0D and %0A and leave all else as it is
 * (WHATWG HTML, section 4.10.21.8); others put a backslash before a quote.
 */
function unescapeQuoted(text: string): string {
  return text.replaceAll('\\"', '"').replace(/%(?:22|0D|0A)/gi, decodeURIComponent)
}

/** The text of a field. @throws HttpError `invalid-form` (400) for another charset, `invalid-encoding` (400) */
export function decodeField(bytes: Uint8Array, contentType: string | undefined): string {
  const type = parseMediaType(contentType)
  if (type && !isUtf8(type)) throw malformedForm("a field is not in UTF-8")
  return decodeUtf8(bytes, "form")
}

/** Media type of a file; bytes where the client gives none that can be read. */
export function fileType(contentType: string | undefined): string {
  return contentType !== undefined && parseMediaType(contentType) ? contentType : "application/octet-stream"
}

const maxNameLength = 200

/**
 * A file name that is no path and harmless to show: its last part on any system, without control and
 * format characters, no dots or spaces around it, at most 200 characters with the extension kept.
 */
export function safeFileName(sent: string): string {
  const last = sent.slice(Math.max(sent.lastIndexOf("/"), sent.lastIndexOf("\\")) + 1)
  const visible = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .normalize("NFC")
  const name = trimEnds(visible)
  if (name === "") return "file"
  if (name.length <= maxNameLength) return name
  const extension = /\.\w{1,16}$/.exec(name.slice(-17))?.[0] ?? ""
  return `${name.slice(0, maxNameLength - extension.length).toWellFormed()}${extension}`
}

function trimEnds(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && (text[start] === "." || text[start] === " ")) start++
  while (end > start && (text[end - 1] === "." || text[end - 1] === " ")) end--
  return text.slice(start, end)
}
