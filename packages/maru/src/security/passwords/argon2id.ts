import { nodeCrypto } from "../../runtime/modules.ts"
import { formatPhc, parsePhc, sameKey } from "./phc.ts"
import type { PasswordScheme } from "./scheme.ts"

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

// OWASP's first recommendation (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
const today: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const version = 19
const head = `argon2id$v=${version}$m=${today.memory},t=${today.passes},p=${today.parallelism}`

/** Argon2id (RFC 9106): guessing costs memory, and reading the memory's traces tells nothing. */
export const argon2id: PasswordScheme = {
  async hash(password) {
    const salt = nodeCrypto().randomBytes(16)
    return formatPhc(head, salt, await derive(password, salt, today, 32))
  },
  nobodys: formatPhc(head, Buffer.alloc(16), Buffer.alloc(32)),
  parse(hash) {
    const parts = parsePhc(hash, "argon2id", version)
    if (!parts) return undefined
    const { parameters, salt, key } = parts
    const cost = { memory: parameters["m"] ?? 0, passes: parameters["t"] ?? 0, parallelism: parameters["p"] ?? 0 }
    if (!isBearable(cost)) return undefined
    return {
      current: isToday(cost) && salt.length >= 16 && key.length >= 32,
      matches: async (password) => sameKey(await derive(password, salt, cost, key.length), key),
    }
  },
}

/** Runtimes have Argon2 since Node 24.7; without it new passwords are hashed with scrypt. */
export const hasArgon2 = (): boolean => typeof nodeCrypto().argon2 === "function"

function isBearable({ memory, passes, parallelism }: Cost): boolean {
  const lanes = parallelism >= 1 && parallelism <= 16
  return lanes && memory >= 8 * parallelism && memory <= 1_048_576 && passes >= 1 && passes <= 32
}

function isToday({ memory, passes, parallelism }: Cost): boolean {
  return memory === today.memory && passes === today.passes && parallelism === today.parallelism
}

function derive(message: string, nonce: Buffer, { memory, passes, parallelism }: Cost, tagLength: number) {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  nodeCrypto().argon2("argon2id", { message, nonce, memory, passes, parallelism, tagLength }, (error, key) =>
    error ? reject(error) : resolve(key),
  )
  return promise
}
