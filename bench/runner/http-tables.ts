import { groups } from "../http/groups.ts"
import { type Comparison, compare, comparisonText } from "./comparison.ts"
import { type HttpTarget, httpTargets } from "./http-targets.ts"
import { count, distinct, markdown, title } from "./markdown.ts"
import type { Row } from "./rows.ts"

/** Tables of each group, which has cases of its own. */
export function httpTables(rows: readonly Row[]): string[] {
  return groups.flatMap(({ cases }) =>
    groupTables(rows.filter((row) => cases.some(({ name }) => row.case === name || row.case === `${name}-processor`))),
  )
}

/** One table for each runtime, and below it how Maru stands to raw, to the best peer and to its targets. */
function groupTables(rows: readonly Row[]): string[] {
  return distinct(rows.map((row) => row.runtime)).flatMap((runtime) => {
    const own = rows.filter((row) => row.runtime === runtime)
    if (runtime === "python") return [table(own), ...timesPython(rows)]
    return own.some((row) => row.program === "maru") ? [table(own), standing(own)] : [table(own)]
  })
}

/** Python has no raw program here: Maru is compared with its programs instead. */
function timesPython(rows: readonly Row[]): string[] {
  const python = rows.filter((row) => row.runtime === "python")
  const lines = rows
    .filter((row) => row.program === "maru")
    .flatMap((maru) =>
      python
        .filter((row) => row.case === maru.case)
        .map(({ program, value }) => ({ maru, program, times: (maru.value / value).toFixed(1) })),
    )
    .map(({ maru, program, times }) => `- ${maru.case}: Maru on ${title(maru.runtime)} is ${times} times ${program}`)
  return lines.length > 0 ? [lines.join("\n")] : []
}

function table(own: readonly Row[]): string {
  const cases = distinct(own.map((row) => row.case))
  const head = [`requests/s on ${title(own[0]!.runtime)}`, ...cases.map((name) => `\`${name}\``)]
  const lines = distinct(own.map((row) => row.program)).map((program) => [
    program,
    ...cases.map((name) => cell(own.find((row) => row.program === program && row.case === name))),
  ])
  return markdown(head, lines)
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "–"
  const ratio = row.ratioToRaw === null ? "" : ` · ${row.ratioToRaw.toFixed(2)}`
  return `${count(row.value)} (${count(row.low)}–${count(row.high)})${ratio}${row.marked ? " \\*" : ""}`
}

/** Maru in each case: of raw, of the best peer, its target, and whether that was reached. */
function standing(own: readonly Row[]): string {
  const head = [`maru on ${title(own[0]!.runtime)}`, "of raw", "of the best peer", "target", "reached"]
  const lines = own
    .filter((row) => row.program === "maru")
    .map((row) => {
      const [raw, peer] = [toRaw(row, own), bestPeer(row, own)]
      const target = httpTargets[row.case]
      return [
        row.case,
        raw === undefined ? "–" : comparisonText(raw),
        peer === undefined ? "–" : `${comparisonText(peer)} of ${peer.other}`,
        target === undefined ? "–" : targetText(target),
        target === undefined ? "–" : verdict(row, target, own),
      ]
    })
  return markdown(head, lines)
}

function toRaw(row: Row, own: readonly Row[]): Comparison | undefined {
  const raw = own.find((other) => other.case === row.case && other.program === "raw")
  if (raw === undefined) return undefined
  // Older results kept no rounds, but the median of their ratios, which the ratio of the two medians is not.
  if (row.values === undefined && row.ratioToRaw !== null) {
    return { other: "raw", ratio: row.ratioToRaw, interval: undefined }
  }
  return compare(row, raw)
}

function bestPeer(row: Row, own: readonly Row[]): Comparison | undefined {
  const [best] = own
    .filter((other) => other.case === row.case && !["raw", "maru"].includes(other.program))
    .sort((a, b) => b.value - a.value)
  return best && compare(row, best)
}

function targetText({ raw, peer, either, own }: HttpTarget): string {
  if (own !== undefined) return `≥ ${own.ratio} × its \`${own.case}\``
  const parts = [
    ...(raw === undefined ? [] : [`≥ ${raw} of raw`]),
    ...(peer === undefined ? [] : [`≥ ${peer} of the best peer`]),
  ]
  return parts.join(either ? " or " : ", ")
}

/** By the medians. "–" where what the target speaks of was not measured. */
function verdict(row: Row, target: HttpTarget, own: readonly Row[]): string {
  const found = [
    reached(toRaw(row, own), target.raw),
    reached(bestPeer(row, own), target.peer),
    reached(toOwn(row, target, own), target.own?.ratio),
  ].filter((one) => one !== undefined)
  if (found.length === 0) return "–"
  return (target.either ? found.includes(true) : !found.includes(false)) ? "yes" : "no"
}

function toOwn(row: Row, { own: target }: HttpTarget, own: readonly Row[]): Comparison | undefined {
  const other = target && own.find((one) => one.program === row.program && one.case === target.case)
  return other && compare(row, other)
}

function reached(found: Comparison | undefined, least: number | undefined): boolean | undefined {
  return found === undefined || least === undefined ? undefined : found.ratio >= least
}
