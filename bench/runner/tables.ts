import { dataTables } from "./data/tables.ts"
import type { Conditions } from "./machine.ts"
import { count, distinct, markdown, title } from "./markdown.ts"
import type { Row } from "./rows.ts"

/** The tables of a suite in Markdown, which reads well in a terminal too. */
export function tables(suite: string, rows: readonly Row[], conditions: Conditions): string {
  return [caption(conditions), ...blocks(suite, rows, conditions), ...remarks(rows)].join("\n\n")
}

function blocks(suite: string, rows: readonly Row[], conditions: Conditions): string[] {
  if (suite === "http") return httpTables(rows)
  return suite === "data" ? dataTables(rows) : [typesTable(rows, conditions)]
}

function httpTables(rows: readonly Row[]): string[] {
  const cases = distinct(rows.map((row) => row.case))
  return distinct(rows.map((row) => row.runtime)).map((runtime) => {
    const own = rows.filter((row) => row.runtime === runtime)
    const head = [`requests/s on ${title(runtime)}`, ...cases.map((name) => `\`${name}\``)]
    const lines = distinct(own.map((row) => row.program)).map((program) => [
      program,
      ...cases.map((name) => cell(own.find((row) => row.program === program && row.case === name))),
    ])
    return markdown(head, lines)
  })
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "–"
  const ratio = row.ratioToRaw === null ? "" : ` · ${row.ratioToRaw.toFixed(2)}`
  return `${count(row.value)} (${count(row.low)}–${count(row.high)})${ratio}${row.marked ? " \\*" : ""}`
}

function typesTable(rows: readonly Row[], { schedule }: Conditions): string {
  const cases = distinct(rows.map((row) => row.case))
  const of = (program: string, name: string): Row | undefined =>
    rows.find((row) => row.program === program && row.case === name)
  const head = [
    `${schedule["endpoints"]} endpoints`,
    ...cases.map((name) => `${name}, ${rows.find((row) => row.case === name)!.unit}`),
  ]
  const lines = distinct(rows.map((row) => row.program)).map((program) => [
    program,
    ...cases.map((name) => spread(of(program, name))),
  ])
  return markdown(head, lines)
}

function spread(row: Row | undefined): string {
  if (row === undefined) return "–"
  const { value, low, high } = row
  return low === high ? count(value) : `${count(value)} (${count(low)}–${count(high)})`
}

function caption({ date, quick, cpu, cores, system, versions, schedule }: Conditions): string {
  const kind = quick ? "**A quick run, which shows that all works and not how fast it is.** " : ""
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const plan = Object.entries(schedule).map(([name, value]) => `${name} ${value}`)
  return `${kind}Measured on ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${system}; ${plan.join(", ")}. ${list.join(", ")}.`
}

function remarks(rows: readonly Row[]): string[] {
  const marked = rows.filter((row) => row.marked)
  if (marked.length === 0) return []
  const lines = marked.map((row) => `- ${row.program} on ${title(row.runtime)}, ${row.case}: ${row.marked}`)
  return [`\\* not to be trusted:`, lines.join("\n")]
}
