/** Bytes from start, end excluded. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

const maxRanges = 16

/**
 * The bytes that a Range header asks for (RFC 9110, section 14).
 *
 * - "whole": there is no Range, its unit is unknown, it is malformed, or it asks for more than 16
 *   ranges, which no program that means well does. The whole content is then sent.
 * - "unsatisfiable": none of the ranges has bytes of this content (416).
 * - otherwise the ranges in the order asked for; where some overlap or touch, joined and in the order
 *   of the content, so that no byte is sent twice.
 * @param size bytes of the content
 */
export function parseRange(header: string | undefined, size: number): "whole" | "unsatisfiable" | readonly ByteRange[] {
  const list = header === undefined ? undefined : /^bytes=(.*)$/i.exec(header)?.[1]
  if (list === undefined) return "whole"
  const specs = list.split(",", maxRanges + 1).map((spec) => spec.trim())
  if (specs.length > maxRanges || specs.every((spec) => spec === "")) return "whole"
  const ranges: ByteRange[] = []
  for (const spec of specs) {
    if (spec === "") continue
    const range = parseSpec(spec, size)
    if (range === "malformed") return "whole"
    if (range) ranges.push(range)
  }
  if (ranges.some((range) => range.end === 0)) return "whole"
  return ranges.length === 0 ? "unsatisfiable" : joined(ranges)
}

/** One range, undefined when it has no bytes. The last bytes of an empty content are all of it: from 0 to 0. */
function parseSpec(spec: string, size: number): ByteRange | "malformed" | undefined {
  const match = /^(\d*)-(\d*)$/.exec(spec)
  if (!match || spec === "-") return "malformed"
  const [, first, last] = match as unknown as [string, string, string]
  if (first === "") return Number(last) === 0 ? undefined : { start: Math.max(0, size - Number(last)), end: size }
  const start = Number(first)
  const end = last === "" ? size : Math.min(size, Number(last) + 1)
  if (last !== "" && Number(last) < start) return "malformed"
  return start < size ? { start, end } : undefined
}

function joined(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const sorted = ranges.toSorted((one, other) => one.start - other.start)
  const result: { start: number; end: number }[] = []
  for (const range of sorted) {
    const previous = result.at(-1)
    if (previous && range.start <= previous.end) previous.end = Math.max(previous.end, range.end)
    else result.push({ ...range })
  }
  return result.length === ranges.length ? ranges : result
}

/** Value of Content-Range for one range. */
export function contentRange(range: ByteRange, size: number): string {
  return `bytes ${range.start}-${range.end - 1}/${size}`
}
