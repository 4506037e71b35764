import { httpError } from "./http-error.ts"

const strict = new TextDecoder("utf-8", { fatal: true })
const encoder = new TextEncoder()

/**
 * Text of UTF-8 bytes. One leading byte order mark is dropped, as the web's own decoders do.
 * @param what names the text in the error, such as "body"
 * @throws HttpError `invalid-encoding` (400) where the bytes are not UTF-8; nothing is replaced by U+FFFD
 */
export function decodeUtf8(bytes: Uint8Array, what = "body"): string {
  try {
    return strict.decode(bytes)
  } catch {
    throw httpError("invalid-encoding", `The ${what} is not valid UTF-8.`)
  }
}

/** UTF-8 bytes of text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}
