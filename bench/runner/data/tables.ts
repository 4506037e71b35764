import { count, distinct, markdown, title } from "../markdown.ts"
import type { Row } from "../rows.ts"
import { type DataCase, dataCases } from "./targets.ts"

/** One table for each database and runtime, and below them how Maru stands to its targets. */
export function dataTables(rows: readonly Row[]): string[] {
  const groups = distinct(rows.map((row) => `${row.engine} ${row.runtime}`)).map((group) =>
    rows.filter((row) => `${row.engine} ${row.runtime}` === group),
  )
  return groups.flatMap((own) => [table(own), verdicts(own)]).filter((text) => text !== "")
}

function table(own: readonly Row[]): string {
  const cases = distinct(own.map((row) => row.case))
  const { engine, runtime } = own[0]!
  const head = [`µs, ${engineTitle(engine)} on ${title(runtime)}`, ...cases.map((name) => `\`${name}\``)]
  const programs = distinct(own.map((row) => row.program)).sort((a, b) => rank(a) - rank(b))
  const lines = programs.map((program) => [
    program,
    ...cases.map((name) => cell(own.find((row) => row.program === program && row.case === name))),
  ])
  const goals = cases.map((name) =>
    goal(
      dataCases.find((one) => one.name === name)!,
      engine,
    ),
  )
  return markdown(head, [...lines, ["_maru's target_", ...goals]])
}

/** The limit first, then Maru. */
const rank = (program: string): number => ["raw", "maru"].indexOf(program) + 1 || 3

function cell(row: Row | undefined): string {
  if (row === undefined) return "–"
  const ratio = row.ratioToRaw === null ? "" : ` · ${row.ratioToRaw.toFixed(2)}`
  return `${count(row.value)} (${count(row.low)}–${count(row.high)})${ratio}`
}

function goal({ ratio, time }: DataCase, engine: string | undefined): string {
  const most = ratio[engine as keyof typeof ratio]
  return most === undefined ? `≤ ${time} µs` : `≤ ${most.toFixed(2)}`
}

/** What Maru missed, and where somebody is ahead of it. */
function verdicts(own: readonly Row[]): string {
  const { engine, runtime } = own[0]!
  const found = own
    .filter((row) => row.program === "maru")
    .flatMap((row) => [...missed(row), ...ahead(row, own)].map((fault) => `${row.case}: ${fault}`))
  if (!own.some((row) => row.program === "maru")) return ""
  const where = `${engineTitle(engine)} on ${title(runtime)}`
  if (found.length === 0) return `${where}: every target reached, no other library ahead.`
  return [`${where}, not reached yet:\n`, ...found.map((fault) => `- ${fault}`)].join("\n")
}

function missed(row: Row): string[] {
  const { ratio, time } = dataCases.find((one) => one.name === row.case)!
  const most = ratio[row.engine as keyof typeof ratio]
  if (most !== undefined && row.ratioToRaw !== null && row.ratioToRaw > most) {
    return [`${row.ratioToRaw.toFixed(2)} times raw, the target is ${most.toFixed(2)}`]
  }
  return time !== undefined && row.value > time ? [`${count(row.value)} µs, the target is ${time}`] : []
}

const drivers = new Set(["raw", "better-sqlite3", "bun:sqlite", "node:sqlite", "pg"])

function ahead(row: Row, own: readonly Row[]): string[] {
  return own
    .filter((other) => other.case === row.case && other.value < row.value)
    .filter(({ program }) => program !== "maru" && !drivers.has(program))
    .map((other) => `${other.program} is ahead (${count(other.value)} µs, maru ${count(row.value)} µs)`)
}

const engineTitle = (engine: string | undefined): string => (engine === "postgres" ? "PostgreSQL" : "SQLite")
