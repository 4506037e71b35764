import type { Language } from "./languages.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * How long ago something was, as people say it: up to a week in words, then the date.
 *
 * @param then and `now` in milliseconds since 1970; what lies ahead (a clock that is wrong) counts as now
 */
export function timeAgo(then: number, now: number, language: Language): string {
  const ago = now - then
  if (ago < minute) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second")
  if (ago < hour) return relative(language, ago / minute, "minute")
  if (ago < day) return relative(language, ago / hour, "hour")
  if (ago < 7 * day) return relative(language, ago / day, "day")
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(language, {
    month: "short",
    day: "numeric",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(then)
}

/** The exact time, in the reader's time zone. */
export function exactTime(then: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" }).format(then)
}

function relative(language: Language, amount: number, unit: "minute" | "hour" | "day"): string {
  return new Intl.RelativeTimeFormat(language, { numeric: unit === "day" ? "auto" : "always" }).format(
    -Math.floor(amount),
    unit,
  )
}

/** Seconds until the reader's day is over, at least one. */
export function secondsLeftToday(now: Date): number {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  return Math.max(1, Math.floor((midnight.getTime() - now.getTime()) / 1000))
}
