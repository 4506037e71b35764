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

// 97.5 % quantiles of Student's t for 1, 2, 3 ... degrees of freedom; beyond the last one the last is a little too wide.
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086,
]

/**
 * The 95 % confidence interval of a ratio from its rounds: Student's t of the logarithms, in which twice as fast and half
 * as fast are equally far from 1. Five rounds are too few for other ways: the least and the greatest of them hold the
 * true median in only 94 % of all series, and resampling five numbers gives intervals that are too narrow. Needs no
 * random numbers, so the same rounds give the same interval. Undefined for fewer than two rounds.
 */
export function interval(ratio: readonly number[]): readonly [low: number, high: number] | undefined {
  const count = ratio.length
  if (count < 2) return undefined
  const logs = ratio.map(Math.log)
  const mean = logs.reduce((sum, log) => sum + log, 0) / count
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (count - 1)
  const reach = quantiles[Math.min(count - 1, quantiles.length) - 1]! * Math.sqrt(variance / count)
  return [Math.exp(mean - reach), Math.exp(mean + reach)]
}
