import { callerSource } from "../errors/source.ts"
import { collectBytes } from "../http/body-bytes.ts"
import { refusedEncoding } from "../http/content-encoding.ts"
import { HttpError, httpError } from "../http/http-error.ts"
import type { HttpRequest } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { errorResponse } from "../http/problem.ts"
import { RequestWrapper } from "../http/request-wrapper.ts"
import { decodeUtf8 } from "../http/utf8.ts"
import { codecs, through } from "./compression/codings.ts"
import type { Coding } from "./compression/negotiation.ts"

const known: Readonly<Record<string, Coding>> = { zstd: "zstd", br: "br", gzip: "gzip", "x-gzip": "gzip" }

/**
 * Reads request bodies that are compressed with zstd, br or gzip; without it they are a 415. Limits count what comes out,
 * piece by piece: a bomb costs no more than its endpoint's body limit. One coding only: a body within a body is refused.
 */
export function decompression(): Middleware {
  return layer(
    "decompression",
    (request, next) => {
      const header = request.header("content-encoding")?.trim().toLowerCase() ?? ""
      if (header === "" || header === "identity") return next()
      const coding = Object.hasOwn(known, header) ? known[header] : undefined
      if (!coding) return errorResponse(refusedEncoding(header, "zstd, br, gzip"))
      return next(new DecompressedRequest(request, coding))
    },
    {
      note: "zstd, br, gzip",
      answers: [{ status: 415, description: "A Content-Encoding other than zstd, br and gzip" }],
    },
    callerSource(decompression as never),
  )
}

const hidden: ReadonlySet<string> = new Set(["content-encoding", "content-length"])

class DecompressedRequest extends RequestWrapper {
  readonly #coding: Coding

  constructor(outer: HttpRequest, coding: Coding) {
    super(outer)
    this.#coding = coding
  }

  override header(name: string): string | undefined {
    return hidden.has(name) ? undefined : super.header(name)
  }

  override headers(): Iterable<readonly [name: string, value: string]> {
    return [...super.headers()].filter(([name]) => !hidden.has(name))
  }

  override async bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const body = this.stream()
    return body ? collectBytes(body, limit) : new Uint8Array(0)
  }

  override async text(limit: number): Promise<string> {
    return decodeUtf8(await this.bytes(limit))
  }

  override stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    const body = super.stream()
    return body ? readable(body, this.#coding) : undefined
  }
}

async function* readable(
  body: AsyncIterable<Uint8Array<ArrayBuffer>>,
  coding: Coding,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    yield* through(body, codecs[coding].decompress())
  } catch (error) {
    if (error instanceof HttpError) throw error
    throw httpError("invalid-encoding", `The body is no valid ${coding}.`)
  }
}
