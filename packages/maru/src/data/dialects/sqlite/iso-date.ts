// The engines' own parser takes any date there is and needs about 200 ns for it. Dates of rows are of one form, which arithmetic
// reads in 90 on Node and 50 on Bun; twenty posts with their authors have fifty of them. Everything else, and every
// date that could be wrong, is left to `new Date`.

const day = 86_400_000
const code = { zero: 48, dash: 45, colon: 58, point: 46, T: 84, Z: 90 } as const
/** Less than any sum of digits can make up for. */
const wrong = -10_000_000

/** Reads `2026-01-31T23:59:59.999Z` as `new Date` does. */
export function readIsoDate(text: string): Date {
  if (!hasForm(text)) return new Date(text)
  const year = pair(text, 0) * 100 + pair(text, 2)
  const month = pair(text, 5)
  const date = pair(text, 8)
  const hour = pair(text, 11)
  const minute = pair(text, 14)
  const second = pair(text, 17)
  const rest = pair(text, 20) * 10 + digit(text, 22)
  // Every month has 28 days. One number that is less than 0 makes all of them together less than 0.
  const late = month > 12 || date > 28 || hour > 23 || minute > 59 || second > 59
  if (late || (year | month | date | hour | minute | second | rest) < 0 || month === 0 || date === 0)
    return new Date(text)
  const time = hour * 3_600_000 + minute * 60_000 + second * 1000 + rest
  return new Date(daysSince1970(year, month, date) * day + time)
}

function hasForm(text: string): boolean {
  return (
    text.length === 24 &&
    text.charCodeAt(4) === code.dash &&
    text.charCodeAt(7) === code.dash &&
    text.charCodeAt(10) === code.T &&
    text.charCodeAt(13) === code.colon &&
    text.charCodeAt(16) === code.colon &&
    text.charCodeAt(19) === code.point &&
    text.charCodeAt(23) === code.Z
  )
}

function pair(text: string, place: number): number {
  return digit(text, place) * 10 + digit(text, place + 1)
}

function digit(text: string, place: number): number {
  const value = text.charCodeAt(place) - code.zero
  return value >= 0 && value <= 9 ? value : wrong
}

/** Days of the Gregorian calendar; a year that begins in March ends with the day that some years have. */
function daysSince1970(year: number, month: number, date: number): number {
  const from = month > 2 ? year : year - 1
  const century = (from / 100) | 0
  const leapDays = (from >> 2) - century + (century >> 2)
  const dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + date
  return from * 365 + leapDays + dayOfYear - 719_469
}
