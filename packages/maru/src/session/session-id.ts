import { nodeCrypto } from "../runtime/modules.ts"

const idBytes = 32
const idText = /^[\w-]{43}$/

/** A new id of 256 random bits. */
export function newSessionId(): string {
  return nodeCrypto().randomBytes(idBytes).toString("base64url")
}

/** Whether a text may be an id; what cannot be one is not worth a look into the store. */
export function isSessionId(text: string): boolean {
  return idText.test(text)
}

/** The key that a store has for an id. Ids are long and random, so a fast hash is enough. */
export function sessionKey(id: string): string {
  return nodeCrypto().createHash("sha256").update(id).digest("base64url")
}

/**
 * A token for the forms of this session. It is another text each time, so that compression of a page beside what others
 * chose tells nothing of it (BREACH).
 */
export function formToken(id: string): string {
  const token = tokenOf(id)
  const pad = nodeCrypto().randomBytes(token.length)
  return Buffer.concat([pad, mask(token, pad)]).toString("base64url")
}

/** Whether a token was made for this session. */
export function isFormToken(id: string, text: string): boolean {
  const token = tokenOf(id)
  const given = text.length > 128 ? Buffer.alloc(0) : Buffer.from(text, "base64url")
  if (given.length !== 2 * token.length) return false
  return nodeCrypto().timingSafeEqual(mask(given.subarray(token.length), given), token)
}

function tokenOf(id: string): Buffer {
  return nodeCrypto().createHmac("sha256", id).update("maru form token").digest()
}

function mask(text: Buffer, pad: Buffer): Buffer {
  return Buffer.from(text.map((byte, at) => byte ^ pad[at]!))
}
