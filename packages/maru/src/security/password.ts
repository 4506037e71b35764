import { randomBytes, scrypt as scryptCallback, timingSafeEqual } from "node:crypto"

// OWASP's recommendation for scrypt (Password Storage Cheat Sheet): N = 2^17, r = 8, p = 1, which takes 128 MiB.
const logN = 17
const blockSize = 8
const parallelism = 1
const saltBytes = 16
const keyBytes = 32
/** Longer passwords are refused before hashing: nobody types them, and they would only cost. */
const longestPassword = 1024

interface Parameters {
  readonly logN: number
  readonly blockSize: number
  readonly parallelism: number
}

const current: Parameters = { logN, blockSize, parallelism }

/**
 * Hashes a password with scrypt and a random salt, off the event loop, as a PHC string:
 * `$scrypt$ln=17,r=8,p=1$salt$hash`. The password is normalised (NFKC) first, so that it is the same typed on any
 * keyboard.
 *
 * @param password at most 1024 characters
 * @throws RangeError for a longer one
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length > longestPassword) throw new RangeError(`A password has at most ${longestPassword} characters.`)
  const salt = randomBytes(saltBytes)
  const key = await derive(password, salt, current, keyBytes)
  return `$scrypt$ln=${logN},r=${blockSize},p=${parallelism}$${base64(salt)}$${base64(key)}`
}

/**
 * Whether a password is the one that was hashed, in the same time for every wrong one. Give undefined as the hash
 * of a user who does not exist: it takes as long, so that nobody learns which users exist.
 *
 * @param hash PHC string of `hashPassword`
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const stored = hash === undefined ? undefined : parse(hash)
  const { parameters, salt, key } = stored ?? {
    parameters: current,
    salt: Buffer.alloc(saltBytes),
    key: Buffer.alloc(keyBytes),
  }
  const derived = await derive(password.slice(0, longestPassword), salt, parameters, key.length)
  return timingSafeEqual(derived, key) && stored !== undefined && password.length <= longestPassword
}

/** Whether a hash was made with other parameters than today's, so that the next login should renew it. */
export function needsRehash(hash: string): boolean {
  const stored = parse(hash)
  return (
    !stored || Object.entries(current).some(([name, value]) => stored.parameters[name as keyof Parameters] !== value)
  )
}

function derive(
  password: string,
  salt: Buffer,
  { logN, blockSize, parallelism }: Parameters,
  length: number,
): Promise<Buffer> {
  const cost = 2 ** logN
  const options = { N: cost, r: blockSize, p: parallelism, maxmem: 256 * cost * blockSize }
  return new Promise((resolve, reject) => {
    scryptCallback(password.normalize("NFKC"), salt, length, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function parse(hash: string): { parameters: Parameters; salt: Buffer; key: Buffer } | undefined {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash)
  if (!match) return undefined
  const parameters = { logN: Number(match[1]), blockSize: Number(match[2]), parallelism: Number(match[3]) }
  if (parameters.logN < 1 || parameters.logN > 20 || parameters.blockSize < 1 || parameters.parallelism < 1)
    return undefined
  return { parameters, salt: Buffer.from(match[4]!, "base64"), key: Buffer.from(match[5]!, "base64") }
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "")
}
