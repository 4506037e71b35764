import { interval, median, ratios, significant } from "./statistics.ts"

/** One measured value, as `results/latest.json` keeps it. */
export interface Row {
  readonly suite: string
  /** Kind of database, where the suite knows several. */
  readonly engine?: string
  readonly case: string
  readonly runtime: string
  readonly program: string
  /** Median over all rounds. */
  readonly value: number
  readonly unit: string
  /** Median over all rounds of the ratio to the raw runtime in the same round; null where there is no raw program. */
  readonly ratioToRaw: number | null
  /** Least and greatest value of all rounds. */
  readonly low: number
  readonly high: number
  /** The 95 % confidence interval of the ratio; null where there is no raw program or only one round. */
  readonly ratioLow: number | null
  readonly ratioHigh: number | null
  readonly rounds: number
  /** The value of each round, in their order: ratios between any two programs can be computed from them. */
  readonly values?: readonly number[]
  /** Day of its run, where its case was measured again behind the run of the whole suite. */
  readonly day?: string
  /** Why this row is not to be trusted; absent when nothing was found. */
  readonly marked?: string
}

/** All rounds of one program in one case. */
export interface Series {
  readonly suite: string
  readonly engine?: string
  readonly case: string
  readonly runtime: string
  readonly program: string
  readonly unit: string
  readonly values: readonly number[]
  readonly marked?: string | undefined
}

/** @param raw values of the raw program in the same rounds */
export function rowOf(series: Series, raw: readonly number[] | undefined): Row {
  const { values, marked, ...names } = series
  const ratio = raw === undefined ? [] : ratios(values, raw)
  const known = ratio.length > 0
  const [ratioLow, ratioHigh] = interval(ratio) ?? []
  return {
    suite: names.suite,
    ...(names.engine === undefined ? {} : { engine: names.engine }),
    case: names.case,
    runtime: names.runtime,
    program: names.program,
    value: significant(median(values), 4),
    unit: names.unit,
    ratioToRaw: known ? significant(median(ratio), 3) : null,
    low: significant(Math.min(...values), 4),
    high: significant(Math.max(...values), 4),
    ratioLow: ratioLow === undefined ? null : significant(ratioLow, 3),
    ratioHigh: ratioHigh === undefined ? null : significant(ratioHigh, 3),
    rounds: values.length,
    values: values.map((value) => significant(value, 4)),
    ...(marked === undefined ? {} : { marked }),
  }
}

/** What a suite gives back. */
export interface SuiteResult {
  readonly rows: readonly Row[]
  /** Every single run, for the file of raw results. */
  readonly runs: readonly unknown[]
  readonly schedule: Readonly<Record<string, number | boolean>>
}
