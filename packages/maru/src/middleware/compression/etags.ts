import type { Coding } from "./negotiation.ts"

// A compressed answer is another representation, so that its strong entity tag has to be another one (RFC 9110,
// section 8.8.3): "v1" becomes "v1-br". What is inside knows "v1" alone.

/** The entity tag of the compressed answer. */
export function codedTag(tag: string, coding: Coding): string {
  return tag.endsWith('"') ? `${tag.slice(0, -1)}-${coding}"` : tag
}

const coded = /-(?:zstd|br|gzip)"/g

/** Conditions as the endpoint knows them. */
export function plainTags(header: string): string {
  return header.replace(coded, '"')
}

/** Whether a client's conditions name the tag of a compressed answer. */
export function namesCoded(header: string, tag: string, coding: Coding): boolean {
  return header.includes(codedTag(tag.replace(/^W\//, ""), coding))
}
