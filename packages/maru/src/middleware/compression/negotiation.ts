/** A way to compress a body (RFC 9110, section 8.4.1; RFC 8878 for zstd). */
export type Coding = "zstd" | "br" | "gzip"

/** What is best for the client of what we have, by its order where the client does not mind. Undefined for none. */
export function negotiate(header: string | undefined, offered: readonly Coding[]): Coding | undefined {
  if (header === undefined) return undefined
  const qualities = parse(header)
  const any = qualities.get("*") ?? 0
  const plain = qualities.get("identity") ?? 0
  let best: Coding | undefined
  let highest = 0
  for (const coding of offered) {
    const quality = qualities.get(coding) ?? any
    if (quality > highest && quality >= plain) [best, highest] = [coding, quality]
  }
  return best
}

const item = /^([\w*-]+)(?:\s*;\s*q\s*=\s*(\d?(?:\.\d*)?))?$/i

function parse(header: string): Map<string, number> {
  const qualities = new Map<string, number>()
  for (const each of header.split(",", 50)) {
    const [, name, quality] = item.exec(each.trim()) ?? []
    if (name === undefined) continue
    const key = name.toLowerCase()
    qualities.set(key === "x-gzip" ? "gzip" : key, quality === undefined ? 1 : Math.min(1, Number(quality) || 0))
  }
  return qualities
}
