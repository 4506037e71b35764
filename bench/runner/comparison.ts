import type { Row } from "./rows.ts"
import { interval, median, ratios } from "./statistics.ts"

/** One program beside another one: the median ratio of the rounds, and its 95 % confidence interval where there is one. */
export interface Comparison {
  readonly other: string
  readonly ratio: number
  readonly interval: readonly [low: number, high: number] | undefined
}

/** How many times the value of the other row this one has; from the medians alone where the rounds were not kept. */
export function compare(row: Row, other: Row): Comparison {
  if (row.values === undefined || other.values === undefined) {
    return { other: other.program, ratio: row.value / other.value, interval: undefined }
  }
  const each = ratios(row.values, other.values)
  return { other: other.program, ratio: median(each), interval: interval(each) }
}

/** "1.31 [1.25–1.36]" */
export function comparisonText({ ratio, interval: known }: Pick<Comparison, "ratio" | "interval">): string {
  const range = known === undefined ? "" : ` [${known[0].toFixed(2)}–${known[1].toFixed(2)}]`
  return `${ratio.toFixed(2)}${range}`
}
