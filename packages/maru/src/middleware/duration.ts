/** A time: milliseconds, or a number with its unit: "500ms", "10s", "1m", "1h", "1d". */
export type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d"}`

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Milliseconds of a duration.
 * @throws RangeError for what is no time above zero
 */
export function milliseconds(duration: Duration): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|[smhd])$/.exec(`${duration}`) ?? []
  const time = typeof duration === "number" ? duration : Number(amount) * units[unit as keyof typeof units]
  if (Number.isFinite(time) && time > 0) return time
  throw new RangeError(`${JSON.stringify(duration)} is no duration. Write "500ms", "10s", "1m", "1h" or "1d".`)
}
