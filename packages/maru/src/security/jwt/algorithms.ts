import { StartError } from "../../errors/start-error.ts"
import type { SourceLine } from "../../errors/source.ts"

/** Algorithms of signatures (RFC 7518, section 3.1; RFC 8037). There is no "none". */
export type JwtAlgorithm = "HS256" | "HS384" | "HS512" | "RS256" | "PS256" | "ES256" | "ES384" | "EdDSA"

const known: ReadonlySet<string> = new Set<JwtAlgorithm>([
  "HS256",
  "HS384",
  "HS512",
  "RS256",
  "PS256",
  "ES256",
  "ES384",
  "EdDSA",
])
const shortestSecret = 32

/**
 * Checks what tokens may be signed with. Secrets and public keys never stand beside each other: a public key that is
 * taken for a secret lets everybody sign.
 * @throws StartError `option-invalid`
 */
export function checkAlgorithms(algorithms: readonly string[], secret: boolean, source: SourceLine | undefined): void {
  const refuse = (message: string): never => {
    throw new StartError("option-invalid", message, [source])
  }
  if (algorithms.length === 0) refuse('Say which algorithms tokens are signed with: algorithms: ["ES256"].')
  for (const algorithm of algorithms) {
    if (!known.has(algorithm)) refuse(`Tokens are signed with ${[...known].join(", ")}, not with "${algorithm}".`)
    if (algorithm.startsWith("HS") === secret) continue
    refuse(
      secret
        ? `A secret signs with HS256, HS384 or HS512, not with ${algorithm}.`
        : `${algorithm} signs with a secret, and the key given is none.`,
    )
  }
}

/** @throws StartError `option-invalid` for a secret that can be guessed */
export function checkSecret(secret: string, source: SourceLine | undefined): void {
  if (secret.length >= shortestSecret) return
  throw new StartError(
    "option-invalid",
    `A secret for tokens has at least ${shortestSecret} characters. Make one with: openssl rand -base64 32`,
    [source],
  )
}
