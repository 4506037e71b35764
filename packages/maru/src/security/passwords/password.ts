import { argon2id, hasArgon2 } from "./argon2id.ts"
import { bcrypt } from "./bcrypt.ts"
import { refuseDigest } from "./digest.ts"
import type { PasswordScheme, StoredHash } from "./scheme.ts"
import { scrypt } from "./scrypt.ts"
import { inTurn } from "./turns.ts"

/** Ways to hash passwords. MD5 and the SHA family are none: being fast, they help those who guess. */
export type PasswordAlgorithm = "argon2id" | "scrypt" | "bcrypt"

/** Which hashes are wanted. */
export interface PasswordOptions {
  /** Default argon2id; scrypt on a runtime that lacks it (Node before 24.7). */
  readonly algorithm?: PasswordAlgorithm
}

const schemes: Readonly<Record<PasswordAlgorithm, PasswordScheme>> = { argon2id, scrypt, bcrypt }
const preferred = (): PasswordAlgorithm => (hasArgon2() ? "argon2id" : "scrypt")

function nobody(): StoredHash {
  const scheme = schemes[preferred()]
  return scheme.parse(scheme.nobodys)!
}

/** Longer passwords are refused before hashing: nobody types them, and they would only cost. */
const longestPassword = 1024

/**
 * Hashes a password with a random salt, off the event loop, as a string that carries its parameters:
 * `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. The password is normalised (NFKC) first, so that it is the same typed
 * on any keyboard. Two are hashed at once; others wait for their turn.
 *
 * @param password at most 1024 characters, with bcrypt 72 bytes
 * @throws RangeError for a longer one; Unavailable (503) when too many wait already
 */
export async function hashPassword(password: string, options: PasswordOptions = {}): Promise<string> {
  const scheme = schemeOf(options)
  if (password.length > longestPassword) throw new RangeError(`A password has at most ${longestPassword} characters.`)
  return inTurn(() => scheme.hash(password.normalize("NFKC")))
}

/**
 * Whether a password is the one that was hashed. Give undefined as the hash of a user who does not exist: it takes as
 * long as a hash of today's, so that nobody learns which users exist.
 *
 * @param hash made by `hashPassword`, or by another system with Argon2id, scrypt (as PHC strings) or bcrypt
 * @throws DigestRefused for what looks like MD5 or SHA; Unavailable (503) when too many wait already
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const stored = hash === undefined ? undefined : parse(hash)
  const fits = password.length <= longestPassword
  const typed = (fits ? password : password.slice(0, longestPassword)).normalize("NFKC")
  const matches = await inTurn(() => (stored ?? nobody()).matches(typed))
  return matches && stored !== undefined && fits
}

/** Whether a hash was made in another way than today's, so that the next login should renew it. */
export function needsRehash(hash: string, options: PasswordOptions = {}): boolean {
  return schemeOf(options).parse(hash)?.current !== true
}

function parse(hash: string): StoredHash | undefined {
  refuseDigest(hash)
  for (const scheme of Object.values(schemes)) {
    const stored = scheme.parse(hash)
    if (stored) return stored
  }
  return undefined
}

function schemeOf({ algorithm = preferred() }: PasswordOptions): PasswordScheme {
  if (Object.hasOwn(schemes, algorithm)) return schemes[algorithm]
  throw new TypeError(
    `Passwords are hashed by ${Object.keys(schemes).join(", ")}, not by ${JSON.stringify(algorithm)}: a fast hash is guessed fast.`,
  )
}
