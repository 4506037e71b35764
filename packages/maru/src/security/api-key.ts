import { nodeCrypto } from "../runtime/modules.ts"

/** A key for a program that calls the API. */
export interface NewApiKey {
  /** To be shown once, to whom it belongs. */
  readonly key: string
  /** To be stored, in a unique column. */
  readonly hash: string
}

/**
 * A new random key: the prefix, which tells people and scanners of leaked secrets whose it is, and 256 random bits.
 * @param prefix letters, digits and "_": "board"
 * @throws TypeError for another prefix
 */
export function newApiKey(prefix: string): NewApiKey {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(prefix)) throw new TypeError(`"${prefix}" is no prefix for keys.`)
  const key = `${prefix}_${nodeCrypto().randomBytes(32).toString("base64url")}`
  return { key, hash: hashApiKey(key) }
}

/** What is stored of a key, and what it is looked up by. Keys are long and random, so a fast hash is enough. */
export function hashApiKey(key: string): string {
  return nodeCrypto().createHash("sha256").update(key).digest("base64url")
}
