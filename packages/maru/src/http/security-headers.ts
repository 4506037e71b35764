/**
 * Headers by which browsers protect the pages of an application and what it answers. Every one is a constant; what an
 * endpoint sets itself wins.
 */
export interface SecurityHeaderOptions {
  /** Who may show answers in a frame: nobody (default), pages of this origin, listed origins, or anybody. */
  readonly frames?: "none" | "self" | "any" | readonly string[]
  /**
   * Content-Security-Policy: what pages may load and do. As text, or by directive: `{ "script-src": "'self'" }`.
   * `frame-ancestors` is added from `frames` where it is missing. Default: nothing but `frame-ancestors`.
   */
  readonly policy?: string | Readonly<Record<string, string>>
  /** Referrer-Policy. Default "strict-origin-when-cross-origin": others learn the origin and never the path. */
  readonly referrer?: string
  /** Cross-Origin-Opener-Policy. Default "same-origin"; "same-origin-allow-popups" where a page logs in by a popup. */
  readonly opener?: "same-origin" | "same-origin-allow-popups" | "noopener-allow-popups" | "unsafe-none"
  /** Cross-Origin-Resource-Policy: whose pages may embed answers. Default "same-origin". It is no CORS. */
  readonly resources?: "same-origin" | "same-site" | "cross-origin"
  /** Cross-Origin-Embedder-Policy. Not sent by default. */
  readonly embedder?: "require-corp" | "credentialless"
  /** Permissions-Policy: "camera=(), geolocation=()". Not sent by default. */
  readonly permissions?: string
}

/** The headers, as names in lower case with their values. */
export function securityHeaderList(options: SecurityHeaderOptions = {}): [name: string, value: string][] {
  const { frames = "none", referrer = "strict-origin-when-cross-origin" } = options
  const list: [string, string | undefined][] = [
    ["x-content-type-options", "nosniff"],
    // Says less than frame-ancestors, to browsers that know nothing else.
    ["x-frame-options", frames === "none" ? "DENY" : frames === "self" ? "SAMEORIGIN" : undefined],
    ["content-security-policy", policyText(options.policy ?? "", frames)],
    ["referrer-policy", referrer],
    ["cross-origin-opener-policy", options.opener ?? "same-origin"],
    ["cross-origin-resource-policy", options.resources ?? "same-origin"],
    ["cross-origin-embedder-policy", options.embedder],
    ["permissions-policy", options.permissions],
  ]
  return list.filter((entry): entry is [string, string] => entry[1] !== undefined)
}

function policyText(
  policy: SecurityHeaderOptions["policy"] & {},
  frames: SecurityHeaderOptions["frames"] & {},
): string {
  const text =
    typeof policy === "string"
      ? policy.trim().replace(/;$/, "")
      : Object.entries(policy)
          .map(([directive, sources]) => `${directive} ${sources}`.trim())
          .join("; ")
  if (/(?:^|;)\s*frame-ancestors\s/i.test(text)) return text
  const ancestors = `frame-ancestors ${ancestorsOf(frames)}`
  return text === "" ? ancestors : `${text}; ${ancestors}`
}

function ancestorsOf(frames: SecurityHeaderOptions["frames"] & {}): string {
  if (typeof frames !== "string") return frames.join(" ")
  return { none: "'none'", self: "'self'", any: "*" }[frames]
}
