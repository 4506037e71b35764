import { callerSource } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { nodeCrypto } from "../../runtime/modules.ts"

const shortestSecret = 32
const nonceBytes = 12
const tagBytes = 16
/** A browser sends no larger ones, and others need not be paid for. */
const longestText = 8192

interface Keys {
  readonly signing: Buffer
  readonly encryption: Buffer
}

/**
 * Keys that sign and encrypt cookies. The first secret is used for what is written, all of them for what is read: to
 * change it, put a new one in front and take the old one away when its last cookie has ended.
 *
 * Signed values are readable and cannot be changed (HMAC-SHA-256); encrypted ones are neither (AES-256-GCM). Both are
 * bound to the name of their cookie and to the time at which they end. The keys are derived from the secrets by HKDF
 * (RFC 5869), one for each purpose.
 *
 * @example
 * const keys = new CookieKeys(settings.COOKIE_SECRETS)
 */
export class CookieKeys {
  readonly #keys: readonly [Keys, ...Keys[]]

  /**
   * @param secrets at least 32 characters each, random, the newest first
   * @throws StartError `option-invalid` for a secret that is shorter
   */
  constructor(secrets: string | readonly [string, ...string[]] | readonly string[]) {
    const list = [secrets].flat()
    if (list.length === 0 || list.some((secret) => secret.length < shortestSecret)) {
      throw new StartError(
        "option-invalid",
        `Secrets of cookies have at least ${shortestSecret} characters. Make one with: openssl rand -base64 32`,
        [callerSource(CookieKeys as never)],
      )
    }
    this.#keys = list.map(derive) as [Keys, ...Keys[]]
  }

  /** @param maxAge seconds after which it is worth nothing, whatever the browser does */
  sign(name: string, value: string, maxAge?: number): string {
    const ended = `${value}.${endOf(maxAge)}`
    return `${ended}.${mac(this.#keys[0], name, ended).toString("base64url")}`
  }

  /** The value, unless it was not signed by one of the keys for this name, or has ended. */
  verify(name: string, text: string): string | undefined {
    const at = text.lastIndexOf(".")
    if (at < 0 || text.length > longestText) return undefined
    const ended = text.slice(0, at)
    const given = Buffer.from(text.slice(at + 1), "base64url")
    const known = this.#keys.some((keys) => sameBytes(mac(keys, name, ended), given))
    return known ? beforeEnd(ended) : undefined
  }

  /** @param maxAge seconds after which it is worth nothing, whatever the browser does */
  encrypt(name: string, value: string, maxAge?: number): string {
    const nonce = nodeCrypto().randomBytes(nonceBytes)
    const cipher = nodeCrypto().createCipheriv("aes-256-gcm", this.#keys[0].encryption, nonce).setAAD(Buffer.from(name))
    const text = Buffer.concat([cipher.update(`${value}.${endOf(maxAge)}`, "utf8"), cipher.final()])
    return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64url")
  }

  /** The value, unless it was not encrypted by one of the keys for this name, or has ended. */
  decrypt(name: string, text: string): string | undefined {
    if (text.length > longestText) return undefined
    const bytes = Buffer.from(text, "base64url")
    if (bytes.length < nonceBytes + tagBytes) return undefined
    for (const { encryption } of this.#keys) {
      const ended = decrypted(encryption, name, bytes)
      if (ended !== undefined) return beforeEnd(ended)
    }
    return undefined
  }
}

function derive(secret: string): Keys {
  const of = (purpose: string): Buffer =>
    Buffer.from(nodeCrypto().hkdfSync("sha256", secret, "", `maru cookie ${purpose}`, 32))
  return { signing: of("signing"), encryption: of("encryption") }
}

function mac({ signing }: Keys, name: string, ended: string): Buffer {
  return nodeCrypto().createHmac("sha256", signing).update(`${name}=${ended}`).digest()
}

function decrypted(key: Buffer, name: string, bytes: Buffer): string | undefined {
  const decipher = nodeCrypto().createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(-tagBytes))
  try {
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString("utf8")
  } catch {
    return undefined
  }
}

/** Seconds since 1970 in base 36; empty for a value without an end. */
function endOf(maxAge: number | undefined): string {
  return maxAge === undefined ? "" : Math.floor(Date.now() / 1000 + maxAge).toString(36)
}

function beforeEnd(ended: string): string | undefined {
  const at = ended.lastIndexOf(".")
  const end = ended.slice(at + 1)
  return end === "" || Number.parseInt(end, 36) > Date.now() / 1000 ? ended.slice(0, at) : undefined
}

function sameBytes(first: Buffer, second: Buffer): boolean {
  return first.length === second.length && nodeCrypto().timingSafeEqual(first, second)
}
