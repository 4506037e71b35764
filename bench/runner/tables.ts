import { dataTables } from "./data/tables.ts"
import type { Conditions } from "./machine.ts"
import { httpTables } from "./http-tables.ts"
import { count, distinct, markdown, title } from "./markdown.ts"
import { memoryTables } from "./memory/tables.ts"
import type { Row } from "./rows.ts"
import { startTables } from "./start/tables.ts"
import { streamTables } from "./stream/tables.ts"

/** The tables of a suite in Markdown, which reads well in a terminal too. */
export function tables(suite: string, rows: readonly Row[], conditions: Conditions): string {
  return [caption(conditions), ...measuredAgain(rows), ...blocks(suite, rows, conditions), ...remarks(rows)].join(
    "\n\n",
  )
}

function blocks(suite: string, rows: readonly Row[], conditions: Conditions): string[] {
  if (suite === "http") return httpTables(rows)
  if (suite === "data") return dataTables(rows)
  if (suite === "memory") return memoryTables(rows, Number(conditions.schedule["soakSeconds"]))
  if (suite === "stream") return streamTables(rows)
  return suite === "start" ? startTables(rows) : [typesTable(rows, conditions)]
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

function measuredAgain(rows: readonly Row[]): string[] {
  const days = Map.groupBy(
    rows.filter(({ day }) => day !== undefined),
    ({ day }) => day!,
  )
  const parts = [...days].map(([day, own]) => `on ${day} ${distinct(own.map((row) => `\`${row.case}\``)).join(", ")}`)
  return parts.length === 0 ? [] : [`Measured again: ${parts.join("; ")}.`]
}

function remarks(rows: readonly Row[]): string[] {
  const marked = rows.filter((row) => row.marked)
  if (marked.length === 0) return []
  const lines = marked.map((row) => `- ${row.program} on ${title(row.runtime)}, ${row.case}: ${row.marked}`)
  return [`\\* not to be trusted:`, lines.join("\n")]
}
