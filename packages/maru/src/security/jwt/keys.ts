import type { CryptoKey, JWK, JWTVerifyGetKey } from "jose"
import { Unavailable } from "../../errors/unavailable.ts"

/**
 * What tokens are signed or verified with: a secret as text, a key as JWK or PEM, or the address of a set of public keys
 * (JWKS, RFC 7517).
 */
export type JwtKey =
  | { readonly secret: string }
  | { readonly jwk: JWK }
  | { readonly pem: string }
  | { readonly jwks: URL }

/** Milliseconds that the fetch of a set of keys may take. */
const patience = 5000
/** Milliseconds until a set is fetched anew, and until a key that it lacks may have it fetched again. */
const fresh = 600_000
const cooldown = 30_000

type Jose = typeof import("jose")

/** A key for signing, ready to use. */
export async function signingKey(jose: Jose, key: JwtKey, algorithm: string): Promise<CryptoKey | Uint8Array> {
  if ("secret" in key) return new TextEncoder().encode(key.secret)
  if ("pem" in key) return jose.importPKCS8(key.pem, algorithm)
  if ("jwk" in key) return jose.importJWK(key.jwk, algorithm)
  throw new TypeError("Tokens are signed with a private key; a set of public keys only verifies them.")
}

/** Finds the key of a token. Sets of keys are fetched when first needed, kept, and bounded in time. */
export async function verifyingKey(jose: Jose, key: JwtKey, algorithm: string): Promise<JWTVerifyGetKey> {
  if ("jwks" in key) return remoteKeys(jose, key.jwks)
  const known =
    "secret" in key
      ? new TextEncoder().encode(key.secret)
      : "pem" in key
        ? await jose.importSPKI(key.pem, algorithm)
        : await jose.importJWK(publicPart(key.jwk), algorithm)
  return () => Promise.resolve(known as CryptoKey)
}

function remoteKeys(jose: Jose, url: URL): JWTVerifyGetKey {
  const keys = jose.createRemoteJWKSet(url, {
    timeoutDuration: patience,
    cacheMaxAge: fresh,
    cooldownDuration: cooldown,
  })
  return async (header, token) => {
    try {
      return await keys(header, token)
    } catch (error) {
      if (error instanceof jose.errors.JWKSNoMatchingKey || error instanceof jose.errors.JWKSMultipleMatchingKeys) {
        throw error
      }
      throw Object.assign(new Unavailable("The keys that verify tokens cannot be fetched.", 5), { cause: error })
    }
  }
}

/** A private key given for verifying is used without its private part. */
function publicPart({ d, p, q, dp, dq, qi, ...rest }: JWK): JWK {
  void [d, p, q, dp, dq, qi]
  return rest
}
