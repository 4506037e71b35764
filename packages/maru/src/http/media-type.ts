/** A parsed Content-Type (RFC 9110, section 8.3). */
export interface MediaType {
  /** Type and subtype in lower case, without parameters: "text/html". */
  readonly essence: string
  /** Names in lower case; of a repeated one the first counts. */
  readonly parameters: ReadonlyMap<string, string>
}

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+"
const essencePattern = new RegExp(`^[\\t ]*(${token}/${token})[\\t ]*(?:;|$)`)
const parameterPattern = new RegExp(`[\\t ]*(?:(${token})=(?:(${token})|"((?:[^"\\\\]|\\\\.)*)")[\\t ]*)?(?:;|$)`, "y")
const none: ReadonlyMap<string, string> = new Map()

/** Reads a Content-Type, undefined where it is absent or malformed. */
export function parseMediaType(header: string | undefined): MediaType | undefined {
  const match = header === undefined ? undefined : essencePattern.exec(header)
  if (!match) return undefined
  const rest = header!.slice(match[0].length)
  const parameters = match[0].endsWith(";") ? parseParameters(rest) : none
  return parameters && { essence: match[1]!.toLowerCase(), parameters }
}

/**
 * Parameters as in `name=token; other="quoted"`, undefined where they are malformed.
 * @param text what follows the first ";"
 */
export function parseParameters(text: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>()
  for (let at = 0; at < text.length;) {
    parameterPattern.lastIndex = at
    const match = parameterPattern.exec(text)
    if (!match) return undefined
    const name = match[1]?.toLowerCase()
    if (name !== undefined && !parameters.has(name)) {
      parameters.set(name, match[2] ?? match[3]!.replace(/\\(.)/g, "$1"))
    }
    at = parameterPattern.lastIndex
  }
  return parameters
}

/** Whether a media type is JSON: `application/json` or with the suffix `+json` (RFC 6839). */
export function isJson(essence: string): boolean {
  return essence === "application/json" || essence.endsWith("+json")
}

/** Whether the text of a body can be read: no charset, or one that UTF-8 covers. */
export function isUtf8(type: MediaType): boolean {
  const charset = type.parameters.get("charset")?.toLowerCase()
  return charset === undefined || charset === "utf-8" || charset === "utf8" || charset === "us-ascii"
}

interface Preference {
  readonly pattern: string
  readonly quality: number
}

/**
 * The offer that an Accept header likes best (RFC 9110, section 12.5.1); the earlier one where it
 * likes two the same. The most specific range decides about an offer, parameters of ranges are ignored.
 * @param accept undefined accepts everything
 * @param offers media types without parameters, the preferred one first
 * @returns undefined when nothing is acceptable
 */
export function negotiate(accept: string | undefined, offers: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === "") return offers[0]
  return best(parsePreferences(accept), offers, mediaRangesFor)
}

/**
 * The content coding that an Accept-Encoding header likes best (RFC 9110, section 12.5.3).
 * @param offers codings such as "br", the preferred one first
 * @returns undefined when only "identity" is left
 */
export function negotiateEncoding(accept: string | undefined, offers: readonly string[]): string | undefined {
  if (accept === undefined) return undefined
  return best(parsePreferences(accept), offers, (offer) => [offer, "*"])
}

function mediaRangesFor(offer: string): string[] {
  return [offer, `${offer.slice(0, offer.indexOf("/"))}/*`, "*/*"]
}

function best(
  preferences: readonly Preference[],
  offers: readonly string[],
  patternsFor: (offer: string) => readonly string[],
): string | undefined {
  let chosen: string | undefined
  let highest = 0
  for (const offer of offers) {
    const quality = qualityOf(preferences, patternsFor(offer))
    if (quality > highest) {
      chosen = offer
      highest = quality
    }
  }
  return chosen
}

/** Quality of the first pattern that is mentioned. @param patterns the most specific one first */
function qualityOf(preferences: readonly Preference[], patterns: readonly string[]): number {
  for (const pattern of patterns) {
    const found = preferences.find((preference) => preference.pattern === pattern)
    if (found) return found.quality
  }
  return 0
}

/** Elements past the fiftieth are ignored: no client that means well sends them. */
function parsePreferences(header: string): Preference[] {
  return header
    .split(",", 50)
    .map((element) => {
      const [pattern = "", ...parameters] = element.split(";")
      const weight = parameters.map((parameter) => /^[\t ]*q=(\S*)[\t ]*$/i.exec(parameter)).find(Boolean)
      return { pattern: pattern.trim().toLowerCase(), quality: weight ? parseQuality(weight[1]!) : 1 }
    })
    .filter((preference) => preference.pattern !== "")
}

function parseQuality(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0
}
