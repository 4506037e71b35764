/** Makes a value of the text that the server sends. Undefined where the text is the value. */
export type ColumnReader = ((text: string) => unknown) | undefined

/** By the object ids of PostgreSQL's own types. Decimals, JSON, UUIDs and everything else stay text. */
const readers: Readonly<Record<number, ColumnReader>> = {
  16: (text) => text === "t",
  17: (text) => Buffer.from(text.slice(2), "hex"),
  20: readInteger,
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  1114: (text) => readTime(`${text}+00`),
  1184: readTime,
}

export function columnReader(type: number): ColumnReader {
  return readers[type]
}

/** A number where it loses nothing. */
function readInteger(text: string): number | bigint {
  const number = Number(text)
  return text.length < 16 || Number.isSafeInteger(number) ? number : BigInt(text)
}

const zero = 48

/** `2026-01-31 23:59:59.123+00`: our connections are set to UTC and ISO, so nearly every time looks like this. */
function readTime(text: string): Date {
  const { length } = text
  if (text.endsWith("+00") && (length === 22 || (length > 23 && length <= 26))) {
    const year = pair(text, 0) * 100 + pair(text, 2)
    const part = length === 22 ? 0 : Number(text.slice(20, -3).padEnd(3, "0"))
    if (year > 99)
      return new Date(
        Date.UTC(year, pair(text, 5) - 1, pair(text, 8), pair(text, 11), pair(text, 14), pair(text, 17), part),
      )
  }
  return readAnyTime(text)
}

function pair(text: string, place: number): number {
  return (text.charCodeAt(place) - zero) * 10 + text.charCodeAt(place + 1) - zero
}

const anyTime = /^(\d+)-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d)(:\d\d)?(?::\d\d)?( BC)?$/

/** Years of any length, before Christ too, in any time zone; infinity has no time. */
function readAnyTime(text: string): Date {
  const [, year, month, day, time, part = ".0", hours, minutes = ":00", before] = anyTime.exec(text) ?? []
  if (year === undefined) return new Date(Number.NaN)
  const count = before === undefined ? Number(year) : 1 - Number(year)
  const years = count >= 0 && count < 10_000 ? String(count).padStart(4, "0") : signedYear(count)
  return new Date(`${years}-${month}-${day}T${time}${part.slice(0, 4)}${hours}${minutes}`)
}

/** A year as ECMAScript writes those that have no four digits. */
function signedYear(year: number): string {
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`
}
