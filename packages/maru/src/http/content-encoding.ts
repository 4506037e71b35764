import { type HttpError, httpError } from "./http-error.ts"
import type { HttpRequest } from "./message.ts"

/** The error of a body in a coding that nobody here takes off (RFC 9110, section 15.5.16). @param accepted for Accept-Encoding */
export function refusedEncoding(coding: string, accepted: string): HttpError {
  const shown = JSON.stringify(coding.slice(0, 40))
  return httpError("unsupported-media-type", `The Content-Encoding ${shown} of this body is not supported.`, {
    "accept-encoding": accepted,
  })
}

/** @throws HttpError `unsupported-media-type` (415) for a body that is compressed; `decompression` takes that off before */
export function refuseEncoded(request: Pick<HttpRequest, "header">): void {
  const coding = request.header("content-encoding")?.trim() ?? ""
  if (coding !== "" && coding.toLowerCase() !== "identity") throw refusedEncoding(coding, "identity")
}
