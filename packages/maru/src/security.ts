export { CrossSiteRequest } from "./http/cross-site.ts"
export { CookieKeys } from "./http/cookies/cookie-keys.ts"
export {
  encryptedCookie,
  signedCookie,
  type SealedCookie,
  type SealedCookieOptions,
} from "./security/cookies/sealed-cookie.ts"
export { isCommonPassword } from "./security/passwords/common.ts"
export { DigestRefused } from "./security/passwords/digest.ts"
export {
  hashPassword,
  needsRehash,
  verifyPassword,
  type PasswordAlgorithm,
  type PasswordOptions,
} from "./security/passwords/password.ts"
export {
  apiKey,
  basic,
  bearer,
  type BasicCredentials,
  type KeyOptions,
  type OptionalScheme,
  type SchemeOptions,
} from "./security/schemes.ts"
export { hashApiKey, newApiKey, type NewApiKey } from "./security/api-key.ts"
export { denyByDefault } from "./security/access/deny-by-default.ts"
export { owner, requires, type OwnerOptions } from "./security/access/requires.ts"
export type { JwtAlgorithm } from "./security/jwt/algorithms.ts"
export { JwtIssuer, type JwtIssuerOptions } from "./security/jwt/issuer.ts"
export { jwt, type JwtClaims, type JwtOptions } from "./security/jwt/jwt.ts"
export type { JwtKey } from "./security/jwt/keys.ts"
export { LoginRefused, type OidcClaims, type OidcOptions } from "./security/oidc/client.ts"
export { oidcLogin, type OidcIdentity, type OidcLogin, type OidcLoginOptions } from "./security/oidc/login.ts"
