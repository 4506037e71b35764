import { type SourceLine } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"

/** One part of a pattern between two slashes. */
export type Segment =
  | {
      readonly kind: "static"
      /** As it stands in a normalised request path: non-ASCII characters percent-encoded; "" after a trailing slash. */
      readonly text: string
    }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "wildcard"; readonly name: string }

/** A path pattern that has been read and checked. */
export interface Pattern {
  /** As it was written. */
  readonly text: string
  readonly segments: readonly Segment[]
}

const parameterName = /^[A-Za-z_][A-Za-z0-9_]*$/
/** What a path segment may hold unencoded (pchar, RFC 3986, section 3.3), without the signs of patterns, and all beyond ASCII. */
const staticText = /^[A-Za-z0-9\-._~!$&'()+,;=@\u0080-\uffff]*$/

/** Why a character may not stand in a static segment, where there is something better to say than "never". */
const advice: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/%/, "write the character itself, without percent-encoding"],
  [/[{}]/, 'a parameter is written ":name"'],
  [/\?/, "there are no optional segments: declare one endpoint for each path"],
  [/:/, 'a parameter takes a whole segment: "/:name"'],
  [/\*/, 'a wildcard takes the whole last segment: "/*name"'],
]

/**
 * Reads a path pattern: static segments, `:name` for one segment that is not empty, and a last
 * `*name` for the rest of the path, which may be empty (`/files/*rest` matches `/files/` and
 * `/files/a/b`, not `/files`). A trailing slash counts.
 *
 * @param text starts with "/", such as "/posts/:id/files/*rest"
 * @param source where it was declared, for the error
 * @throws StartError `pattern-invalid` for what cannot be read or could never match
 */
export function parsePattern(text: string, source?: SourceLine): Pattern {
  const refuse = (reason: string): never => {
    throw new StartError("pattern-invalid", `The path ${JSON.stringify(text)} cannot be read: ${reason}.`, [source])
  }
  if (!text.startsWith("/")) refuse('it has to start with "/"')
  const parts = text.slice(1).split("/")
  const names = new Set<string>()
  const segments = parts.map((part, index) => {
    const last = index === parts.length - 1
    if (part === "" && !last) refuse("two slashes have nothing between them; take one away")
    const segment = readSegment(part, refuse)
    if (segment.kind === "wildcard" && !last) refuse(`nothing may follow the wildcard "*${segment.name}"`)
    if (segment.kind !== "static" && names.has(segment.name)) refuse(`the name "${segment.name}" stands there twice`)
    if (segment.kind !== "static") names.add(segment.name)
    return Object.freeze(segment)
  })
  return Object.freeze({ text, segments: Object.freeze(segments) })
}

function readSegment(part: string, refuse: (reason: string) => never): Segment {
  const sign = part[0]
  if (sign !== ":" && sign !== "*") return { kind: "static", text: readStatic(part, refuse) }
  const name = part.slice(1)
  if (name === "") refuse(`"${sign}" needs a name behind it`)
  if (!parameterName.test(name) || name === "__proto__") {
    refuse(`${JSON.stringify(name)} is no name for a parameter; use letters, digits and "_", a letter first`)
  }
  return { kind: sign === ":" ? "parameter" : "wildcard", name }
}

function readStatic(part: string, refuse: (reason: string) => never): string {
  if (part === "." || part === "..") refuse(`clients resolve "${part}" before they send a path, so it never matches`)
  if (!staticText.test(part) || !part.isWellFormed()) {
    const hint = advice.find(([sign]) => sign.test(part))
    const quoted = JSON.stringify(part)
    refuse(hint ? `in ${quoted}, ${hint[1]}` : `${quoted} has a character that no path can hold`)
  }
  return encodeURI(part)
}
