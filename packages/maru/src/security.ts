export { hashPassword, needsRehash, verifyPassword } from "./security/password.ts"
export {
  apiKey,
  basic,
  bearer,
  type BasicCredentials,
  type OptionalScheme,
  type SchemeOptions,
} from "./security/schemes.ts"
