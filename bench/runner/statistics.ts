/** The middle value; the mean of the two middle ones of an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Ratios of two series, round by round, so that what slows the machine down for a while falls out. */
export function ratios(values: readonly number[], reference: readonly number[]): number[] {
  return values.flatMap((value, round) => (reference[round] === undefined ? [] : [value / reference[round]]))
}

/** Rounded to so many digits that matter, as a number. */
export function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits))
}
