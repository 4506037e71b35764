import type { PasswordScheme } from "./scheme.ts"

// OWASP asks for at least 10; 12 takes about a fifth of a second.
const today = 12
const longestBytes = 72
const bcryptString = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/

/**
 * Bcrypt, for hashes of other systems. It reads the first 72 bytes of a password and stops at a NUL, so that
 * passwords which it would cut are refused instead.
 */
export const bcrypt: PasswordScheme = {
  async hash(password) {
    if (isCut(password)) {
      throw new RangeError(
        `Bcrypt takes passwords of at most ${longestBytes} bytes; Argon2id, the default, longer ones.`,
      )
    }
    return (await library()).hash(password, today)
  },
  nobodys: `$2b$${today}$${".".repeat(53)}`,
  parse(hash) {
    const cost = Number(bcryptString.exec(hash)?.[1] ?? Number.NaN)
    if (!(cost >= 4 && cost <= 16)) return undefined
    return {
      current: cost === today,
      async matches(password) {
        // What PHP writes as 2y is what everybody else calls 2b.
        const same = await (await library()).compare(password, hash.replace(/^\$2y/, "$2b"))
        return same && !isCut(password)
      },
    }
  },
}

function isCut(password: string): boolean {
  return Buffer.byteLength(password) > longestBytes || password.includes("\0")
}

/** Loaded by those who have such hashes, because it is native code. */
async function library(): Promise<typeof import("bcrypt")> {
  const { default: bcrypt } = await import("bcrypt")
  return bcrypt
}
