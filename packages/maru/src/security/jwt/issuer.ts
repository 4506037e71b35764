import type { CryptoKey } from "jose"
import { callerSource } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { type JwtAlgorithm, checkAlgorithms, checkSecret } from "./algorithms.ts"
import { type JwtKey, signingKey } from "./keys.ts"

/** How tokens are made. */
export interface JwtIssuerOptions {
  /** A secret, or a private key. */
  readonly key: Exclude<JwtKey, { readonly jwks: URL }>
  readonly algorithm: JwtAlgorithm
  readonly issuer: string
  readonly audience: string
  /** Seconds that a token is worth something. Default 15 minutes: nobody can take it back before. */
  readonly lifetime?: number
  /** Names the key in the token, where the verifier has several. */
  readonly keyId?: string
}

/**
 * Makes JSON Web Tokens (RFC 7519).
 * @example
 * const tokens = new JwtIssuer({ key: { secret: settings.TOKEN_SECRET }, algorithm: "HS256", issuer, audience })
 * const token = await tokens.issue(`${user.id}`, { scope: "posts:write" })
 */
export class JwtIssuer {
  readonly #options: JwtIssuerOptions
  #key: Promise<CryptoKey | Uint8Array> | undefined

  /** @throws StartError `option-invalid` for an algorithm that does not belong to the key, a short secret, no lifetime */
  constructor(options: JwtIssuerOptions) {
    const source = callerSource(JwtIssuer as never)
    checkAlgorithms([options.algorithm], "secret" in options.key, source)
    if ("secret" in options.key) checkSecret(options.key.secret, source)
    if (!((options.lifetime ?? 1) > 0)) {
      throw new StartError("option-invalid", "A token lasts some seconds: lifetime is above 0.", [source])
    }
    this.#options = options
  }

  /**
   * A token for a subject, which everybody who holds it can use until it ends.
   * @param subject whom it is about: the id of a user
   * @param claims what else it says; readable by everybody
   */
  async issue(subject: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const jose = await import("jose")
    const { key, algorithm, issuer, audience, lifetime = 900, keyId } = this.#options
    const now = Math.floor(Date.now() / 1000)
    return new jose.SignJWT({ ...claims, sub: subject })
      .setProtectedHeader({ alg: algorithm, typ: "JWT", ...(keyId === undefined ? {} : { kid: keyId }) })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .setJti(crypto.randomUUID())
      .sign(await (this.#key ??= signingKey(jose, key, algorithm)))
  }
}
