import type { IncomingMessage } from "node:http"
import type { HeaderDefaults } from "../../http/header-defaults.ts"
import { type HttpError, httpError } from "../../http/http-error.ts"
import { errorResponse } from "../../http/problem.ts"
import { statusPhrase } from "../../http/status.ts"
import type { Settings } from "../settings.ts"

/** Why a message cannot be answered by an application, although Node's parser let it pass. */
export function refusalOf(incoming: IncomingMessage, settings: Settings): HttpError | undefined {
  const { headers } = incoming
  if (incoming.httpVersionMajor !== 1) return httpError("version-not-supported", "This server speaks HTTP/1.1.")
  if (incoming.rawHeaders.length > 2 * settings.limits.headerCount) {
    return httpError("headers-too-large", "The request has too many headers.")
  }
  return refusedCoding(headers["transfer-encoding"], incoming.httpVersionMinor) ?? settings.checkHost(headers.host)
}

/** Node takes the chunks off a body and leaves every other coding on it (RFC 9112, section 6.1). */
function refusedCoding(coding: string | undefined, minorVersion: number): HttpError | undefined {
  if (coding === undefined) return undefined
  if (minorVersion === 0) return httpError("bad-request", "HTTP/1.0 has no Transfer-Encoding.")
  if (coding.toLowerCase() === "chunked") return undefined
  return httpError("not-implemented", "The only Transfer-Encoding that this server reads is chunked.")
}

const absoluteForm = /^http:\/\/([^/?#]*)(.*)$/i

/**
 * The target in origin form (RFC 9112, section 3.2).
 * @param host of the Host header, which an absolute target has to agree with
 */
export function targetOf(target: string, host: string): string | HttpError {
  if (target.includes("#")) return httpError("bad-request", "The request target has a fragment.")
  if (target.startsWith("/")) return target
  const [, authority, rest = ""] = absoluteForm.exec(target) ?? []
  if (authority === undefined) return httpError("bad-request", "The request target is no path.")
  if (authority.toLowerCase() !== host.toLowerCase()) {
    return httpError("invalid-host", "The request target and the Host header name different hosts.")
  }
  return rest.startsWith("/") ? rest : `/${rest}`
}

/** The refusal of a message that Node's parser gave up on. */
export function parserRefusal(error: NodeJS.ErrnoException): HttpError {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return httpError("request-timeout", "The request's headers came too slowly.")
  }
  if (error.code === "HPE_HEADER_OVERFLOW")
    return httpError("headers-too-large", "The request's headers are too large.")
  return httpError("bad-request", "The request is not valid HTTP/1.1.")
}

/** A whole answer as it goes over the wire, for a connection without a ServerResponse. */
export function rawAnswer(error: HttpError, defaults: HeaderDefaults): string {
  const { status, headers, body } = errorResponse(error)
  headers.fill(defaults)
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`)
  lines.push(`date: ${new Date().toUTCString()}`, `content-length: ${Buffer.byteLength(body)}`, "connection: close")
  return `HTTP/1.1 ${status} ${statusPhrase(status)}\r\n${lines.join("\r\n")}\r\n\r\n${body}`
}
