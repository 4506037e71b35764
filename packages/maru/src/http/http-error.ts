import { type RequestCode, requestCodes } from "../errors/codes.ts"
import { isErrorStatus } from "./status.ts"

/** A refusal that HTTP has a status for. Thrown anywhere below a request, answered as problem+json (RFC 9457). */
export class HttpError extends Error {
  override readonly name: string = "HttpError"
  readonly status: number
  /** Stable and kebab-case; the `code` member of the answer. */
  readonly code: string
  /** Headers that the answer must carry, such as Allow or WWW-Authenticate. */
  readonly headers: Readonly<Record<string, string>>

  /**
   * @param status 400 to 599
   * @param code stable code, kebab-case
   * @param detail a sentence for the client; never put secrets here
   * @throws RangeError for a status that is no error
   */
  constructor(status: number, code: string, detail?: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    if (!isErrorStatus(status)) throw new RangeError(`An HttpError has a status from 400 to 599, not ${status}`)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** An HttpError with one of Maru's own codes; the status comes from the table. */
export function httpError(code: RequestCode, detail?: string, headers?: Readonly<Record<string, string>>): HttpError {
  return new HttpError(requestCodes[code], code, detail, headers)
}

/** The client has to say who it is (401). Carries WWW-Authenticate when a scheme has one. */
export class Unauthorized extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "not-authenticated"

  constructor(detail = "Authentication is needed.", challenge?: string) {
    super(401, "not-authenticated", detail, challenge ? { "www-authenticate": challenge } : {})
  }
}

/** The client is known and may not do this (403). */
export class Forbidden extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "not-allowed"

  constructor(detail = "This is not allowed.") {
    super(403, "not-allowed", detail)
  }
}

/** There is no such thing (404). */
export class NotFound extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "not-found"

  constructor(detail = "There is nothing here.") {
    super(404, "not-found", detail)
  }
}
