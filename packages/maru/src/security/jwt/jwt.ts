import type { JWTPayload, JWTVerifyGetKey } from "jose"
import { raises } from "../../endpoint/errors.ts"
import { request } from "../../endpoint/signature.ts"
import { callerSource } from "../../errors/source.ts"
import { Unauthorized } from "../../http/http-error.ts"
import type { HttpRequest } from "../../http/message.ts"
import { noteUser } from "../../http/request-user.ts"
import { type Provider, dependency } from "../../provider/provider.ts"
import { type SchemeOptions, bearerToken } from "../schemes.ts"
import { type JwtAlgorithm, checkAlgorithms, checkSecret } from "./algorithms.ts"
import { type JwtKey, verifyingKey } from "./keys.ts"

/** Claims of a verified token (RFC 7519). */
export type JwtClaims = JWTPayload & { readonly sub: string }

/** Which tokens are taken. */
export interface JwtOptions extends SchemeOptions {
  readonly key: JwtKey
  /** Those alone, whatever a token says of itself. */
  readonly algorithms: readonly JwtAlgorithm[]
  /** Who has to have made them. */
  readonly issuer: string
  /** For whom they have to be made: this application. */
  readonly audience: string
  /** Seconds that clocks may differ. Default 5. */
  readonly tolerance?: number
}

/**
 * Claims of the JSON Web Token in `Authorization: Bearer …`, verified: signature, algorithm, issuer, audience and time.
 * A token without `exp` or `sub` is refused, and so is every other that does not fit (401, RFC 6750).
 *
 * @throws StartError `option-invalid` for algorithms that do not belong to the key, and for short secrets
 * @example
 * const claims = jwt({ key: { jwks: new URL("https://id.example/jwks") }, algorithms: ["ES256"], issuer, audience })
 * const currentUser = dependency({ claims, db }, ({ claims, db }) => db.get(User, Number(claims.sub)))
 */
export function jwt(options: JwtOptions): Provider<JwtClaims>
export function jwt(options: JwtOptions & { readonly optional: true }): Provider<JwtClaims | undefined>
export function jwt(options: JwtOptions & { readonly optional?: boolean }): Provider<JwtClaims | undefined> {
  const { key, algorithms, issuer, audience, tolerance = 5, name = "jwt" } = options
  const source = callerSource(jwt as never)
  checkAlgorithms(algorithms, "secret" in key, source)
  if ("secret" in key) checkSecret(key.secret, source)
  const rules = {
    algorithms: [...algorithms],
    issuer,
    audience,
    clockTolerance: tolerance,
    requiredClaims: ["exp", "sub"],
  }
  let keys: Promise<JWTVerifyGetKey> | undefined

  const verify = async ({ token, request }: TokenInputs): Promise<JwtClaims | undefined> => {
    if (token === undefined) return undefined
    const jose = await import("jose")
    try {
      const { payload } = await jose.jwtVerify(token, await (keys ??= verifyingKey(jose, key, algorithms[0]!)), rules)
      noteUser(request, payload.sub!)
      return payload as JwtClaims
    } catch (error) {
      if (error instanceof jose.errors.JOSEError) throw invalid(error)
      keys = undefined // A key that could not be read is tried again; its error is a fault of ours.
      throw error
    }
  }
  const token = bearerToken({ ...options, name }, source, "JWT")
  return dependency({ token, request }, verify, { name: "claims", raises: raises(401, Unauthorized) })
}

interface TokenInputs {
  readonly token: string | undefined
  readonly request: HttpRequest
}

/** What is wrong with a token is the client's to know only in so far as it can do something about it. */
function invalid({ code }: { readonly code: string }): Unauthorized {
  const detail = code === "ERR_JWT_EXPIRED" ? "The token has expired." : "The token is not valid."
  return new Unauthorized(detail, `Bearer error="invalid_token", error_description="${detail}"`)
}
