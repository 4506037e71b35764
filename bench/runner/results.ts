import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { writeCharts } from "./charts/files.ts"
import type { Conditions } from "./machine.ts"
import { mergeCases } from "./merge.ts"
import type { Row } from "./rows.ts"
import { tables } from "./tables.ts"

const folder = fileURLToPath(new URL("../results/", import.meta.url))
const readme = fileURLToPath(new URL("../README.md", import.meta.url))

/** Every run of a suite, for those who want to look closer; git does not keep it. */
export function writeRaw(suite: string, conditions: Conditions, runs: readonly unknown[]): string {
  mkdirSync(`${folder}raw`, { recursive: true })
  const file = `${folder}raw/${suite}-${conditions.date.replaceAll(":", "-")}.json`
  writeFileSync(file, `${JSON.stringify({ conditions, runs }, null, 1)}\n`)
  return file
}

/** Puts the rows of a whole suite in the place of its earlier ones, in latest.json, in the README and in its charts. */
export function publish(suite: string, rows: readonly Row[], conditions: Conditions): void {
  const others = readJson<Row[]>("latest.json", []).filter((row) => row.suite !== suite)
  writeJson("latest.json", [...others, ...rows].sort(bySuite))
  writeJson("conditions.json", { ...readJson<Record<string, Conditions>>("conditions.json", {}), [suite]: conditions })
  show(suite, rows, conditions)
}

/** Puts the rows of some cases, with all of their programs, in the place of the earlier ones. */
export function publishCases(suite: string, rows: readonly Row[], conditions: Conditions): void {
  const all = readJson<Record<string, Conditions>>("conditions.json", {})
  const known = all[suite]
  if (known === undefined) return publish(suite, rows, conditions)
  const merged = mergeCases(readJson<Row[]>("latest.json", []), rows, conditions.date.slice(0, 10)).sort(bySuite)
  writeJson("latest.json", merged)
  show(
    suite,
    merged.filter((row) => row.suite === suite),
    known,
  )
}

/** Writes the tables of README.md and the charts again from the results that are there, without measuring. */
export function render(): void {
  const rows = readJson<Row[]>("latest.json", [])
  for (const [suite, measured] of Object.entries(readJson<Record<string, Conditions>>("conditions.json", {}))) {
    const own = rows.filter((row) => row.suite === suite)
    show(suite, own, measured)
  }
}

function show(suite: string, rows: readonly Row[], conditions: Conditions): void {
  const text = readFileSync(readme, "utf8")
  const content = [...writeCharts(suite, rows), tables(suite, rows, conditions)].join("\n\n")
  writeFileSync(readme, between(text, suite, content))
}

const bySuite = (a: Row, b: Row): number => a.suite.localeCompare(b.suite)

/** Replaces what stands between the markers of a suite. */
function between(text: string, suite: string, content: string): string {
  const [begin, end] = [`<!-- results: ${suite} -->`, `<!-- end of results: ${suite} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has lost its markers ${begin} and ${end}.`)
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`
}

function readJson<T>(name: string, otherwise: T): T {
  try {
    return JSON.parse(readFileSync(folder + name, "utf8")) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return otherwise
    throw error
  }
}

function writeJson(name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(folder + name, `${JSON.stringify(value, null, 2)}\n`)
}
