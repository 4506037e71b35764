// How the time of a parser grows with its input. Processor time counts, not the clock, so that other programs matter less;
// the least of several runs counts, since what else runs only ever adds, and what is too slow is measured again before it is
// believed.
import { parseForwarded } from "../../packages/maru/src/middleware/proxies/forwarded.ts"
import { parseCookies } from "../../packages/maru/src/http/cookie.ts"
import { formLimits } from "../../packages/maru/src/http/form/form.ts"
import { readMultipart } from "../../packages/maru/src/http/form/multipart.ts"
import { parseJson } from "../../packages/maru/src/http/json.ts"
import { listElements } from "../../packages/maru/src/http/list-field.ts"
import { parseMediaType } from "../../packages/maru/src/http/media-type.ts"
import { eachPair } from "../../packages/maru/src/http/query.ts"

/** A parser and the piece of which its hostile input is made, over and over. */
export interface Growth {
  readonly name: string
  readonly unit: string
  readonly parse: (text: string) => unknown
}

const over = (name: string, units: readonly string[], parse: Growth["parse"]): Growth[] =>
  units.map((unit) => ({ name: `${name} of ${JSON.stringify(unit)}`, unit, parse }))

async function* pieces(text: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.byteLength; at += 16_384) yield bytes.subarray(at, at + 16_384)
}

const limits = formLimits(2 ** 30, { fields: 2 ** 30, files: 2 ** 30, fieldSize: 2 ** 30 })
const part = '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n'

/** Every parser with what is worst for it. */
export const growths: readonly Growth[] = [
  ...over("a cookie", ["a=1; ", ";", "=", '"', "%41", " "], parseCookies),
  ...over("a query", ["a=1&", "&", "%41", "+"], (text) => eachPair(text, "query", 2 ** 30, () => {})),
  ...over("a form", ["a=1&", "%41"], (text) => eachPair(text, "form", 2 ** 30, () => {})),
  ...over("JSON", ["[", "{", '"', "\\", "1,", "[],"], parseJson),
  ...over("a JSON string", ['\\"', "[{", "\\u0041"], (text) => parseJson(`["${text}"]`)),
  ...over("Forwarded", ["for=a;", "for=a,", '"', "\\"], (text) => parseForwarded(text)),
  ...over("a quoted Forwarded", ["\\a", "a"], (text) => parseForwarded(`for="${text}`)),
  ...over("a header's list", [",", '"', " ", "a, ", "\\"], listElements),
  ...over("a media type", [";", " ", "a", "a=b;", '"'], (text) => parseMediaType(`a/b;${text}`)),
  ...over("a multipart form", ["\r\n--", "--B", "-", "\r\n"], (text) =>
    readMultipart(pieces(`${part}${text}\r\n--B--\r\n`), "B", limits),
  ),
]

/** Milliseconds of processor time that one run should take at least, to be measured at all. */
const measurable = 4
const largest = 2 ** 23
const runs = 5
const tries = 4

/**
 * Time of twice the input by time of the input.
 * @returns undefined where even the largest input takes no time that could be measured
 */
export async function growthOf(growth: Growth): Promise<number | undefined> {
  let length = 2 ** 14
  while ((await timeOf(growth, length)) < measurable) {
    length *= 2
    if (length > largest) return undefined
  }
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < tries && least >= 3; i++) {
    least = Math.min(least, (await timeOf(growth, 2 * length)) / (await timeOf(growth, length)))
  }
  return least
}

/** Least of several runs, in milliseconds of processor time. */
async function timeOf({ unit, parse }: Growth, length: number): Promise<number> {
  const text = unit.repeat(Math.ceil(length / unit.length))
  const times: number[] = []
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage()
    try {
      await parse(text)
    } catch {
      // What is refused has been read as well.
    }
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  return Math.min(...times)
}
