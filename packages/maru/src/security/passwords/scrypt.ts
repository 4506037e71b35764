import { nodeCrypto } from "../../runtime/modules.ts"
import { formatPhc, parsePhc, sameKey } from "./phc.ts"
import type { PasswordScheme } from "./scheme.ts"

interface Cost {
  readonly logN: number
  readonly blockSize: number
  readonly parallelism: number
}

// OWASP's recommendation (Password Storage Cheat Sheet): N = 2^17, r = 8, p = 1, which takes 128 MiB.
const today: Cost = { logN: 17, blockSize: 8, parallelism: 1 }
const head = `scrypt$ln=${today.logN},r=${today.blockSize},p=${today.parallelism}`
const largestMemory = 1024 ** 3

/** Scrypt (RFC 7914), for runtimes without Argon2 and for hashes made before. */
export const scrypt: PasswordScheme = {
  async hash(password) {
    const salt = nodeCrypto().randomBytes(16)
    return formatPhc(head, salt, await derive(password, salt, today, 32))
  },
  nobodys: formatPhc(head, Buffer.alloc(16), Buffer.alloc(32)),
  parse(hash) {
    const parts = parsePhc(hash, "scrypt")
    if (!parts) return undefined
    const { parameters, salt, key } = parts
    const cost = { logN: parameters["ln"] ?? 0, blockSize: parameters["r"] ?? 0, parallelism: parameters["p"] ?? 0 }
    if (!isBearable(cost)) return undefined
    return {
      current: isToday(cost) && salt.length >= 16 && key.length >= 32,
      matches: async (password) => sameKey(await derive(password, salt, cost, key.length), key),
    }
  },
}

function isBearable({ logN, blockSize, parallelism }: Cost): boolean {
  if (logN < 1 || logN > 20 || blockSize < 1 || parallelism < 1 || parallelism > 16) return false
  return 128 * 2 ** logN * blockSize <= largestMemory
}

function isToday({ logN, blockSize, parallelism }: Cost): boolean {
  return logN === today.logN && blockSize === today.blockSize && parallelism === today.parallelism
}

function derive(password: string, salt: Buffer, { logN, blockSize, parallelism }: Cost, length: number) {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const cost = 2 ** logN
  const options = { N: cost, r: blockSize, p: parallelism, maxmem: 128 * blockSize * (cost + parallelism + 2) }
  nodeCrypto().scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  return promise
}
