import { groups } from "../../http/groups.ts"
import { count, distinct, title } from "../markdown.ts"
import type { Row } from "../rows.ts"
import type { Bar, BarChart, BarGroup } from "./bar-chart.ts"

/** A chart and the name of its files. */
export interface NamedChart extends BarChart {
  readonly name: string
}

/** What a suite's rows look like. Lists of words and numbers, such as how much source is loaded, stay in the tables. */
export function suiteCharts(suite: string, rows: readonly Row[]): NamedChart[] {
  if (rows.length === 0) return []
  if (suite === "http") return [...frameworkCharts(rows), stackChart(rows)].filter(hasBars)
  if (suite === "data") return dataCharts(rows)
  const { heading, subtitle, cases } = plain[suite]!
  const shown = rows.filter((row) => cases.includes(row.case))
  return [{ name: suite, title: heading, subtitle, groups: byCaseAndRuntime(shown) }].filter(hasBars)
}

const [frameworks, stacks] = groups.map(({ cases }) => cases.map(({ name }) => name)) as [string[], string[]]

function frameworkCharts(rows: readonly Row[]): NamedChart[] {
  return ["bun", "node"].map((runtime) => {
    const own = rows.filter((row) => row.runtime === runtime && frameworks.includes(row.case))
    return {
      name: `requests-${runtime}`,
      title: `Requests a second on ${title(runtime)}`,
      subtitle: "One core; more is better. Lines: least and greatest of all rounds. Each case has a scale of its own.",
      groups: distinct(own.map((row) => row.case)).map((name) =>
        group(
          name,
          own.filter((row) => row.case === name),
        ),
      ),
    }
  })
}

/** All runtimes on one scale, the fastest first. Writing is shown without the time in which the server waits for the disk. */
function stackChart(rows: readonly Row[]): NamedChart {
  const cases = stacks.flatMap((name) => {
    const inProcessor = `${name}-processor`
    return rows.some((row) => row.case === inProcessor) ? [inProcessor] : [name]
  })
  return {
    name: "stacks",
    title: "Whole stacks with SQLite: requests a second",
    subtitle: "One core; more is better. Lines: least and greatest of all rounds. Each case has a scale of its own.",
    groups: cases
      .map((name) => {
        const own = rows.filter((row) => row.case === name).toSorted((a, b) => b.value - a.value)
        return group(said(name), own, (row) => (isPlain(row) ? `${row.program}, ${title(row.runtime)}` : row.program))
      })
      .filter(({ bars }) => bars.length > 0),
  }
}

const said = (name: string): string => name.replace(/-processor$/, ", for each second of processor time")

/** Programs that stand on both runtimes under the same name. */
const isPlain = ({ program }: Row): boolean => program === "raw" || program === "maru" || program === "hono+kysely"

function dataCharts(rows: readonly Row[]): NamedChart[] {
  return ["bun", "node"]
    .map((runtime): NamedChart => {
      const own = rows.filter((row) => row.runtime === runtime && row.engine === "sqlite")
      return {
        name: `data-${runtime}`,
        title: `Units of work on SQLite with ${title(runtime)}: processor time`,
        subtitle:
          "Microseconds; less is better. Lines: least and greatest of all rounds. Each case has a scale of its own.",
        groups: distinct(own.map((row) => row.case)).map((name) =>
          group(
            name,
            own.filter((row) => row.case === name),
          ),
        ),
      }
    })
    .filter(hasBars)
}

interface Plain {
  readonly heading: string
  readonly subtitle: string
  readonly cases: readonly string[]
}

const plain: Readonly<Record<string, Plain>> = {
  start: {
    heading: "From the start of the process to the first answer",
    subtitle: "Milliseconds; less is better. Lines: least and greatest of all rounds.",
    cases: ["hello"],
  },
  memory: {
    heading: "Resident memory",
    subtitle: "MiB, when idle and after 100,000 requests; less is better. Lines: least and greatest of all rounds.",
    cases: ["idle", "loaded"],
  },
  stream: {
    heading: "Server-sent events to 1,000 clients",
    subtitle: "Events that arrive in a second; more is better. Lines: least and greatest of all rounds.",
    cases: ["sse"],
  },
  types: {
    heading: "Type check of 200 endpoints, and completion in an editor",
    subtitle: "Less is better. Lines: least and greatest of all rounds. Each case has a scale of its own.",
    cases: ["total", "check", "instantiations", "memory", "completion"],
  },
}

function byCaseAndRuntime(rows: readonly Row[]): BarGroup[] {
  const runtimes = distinct(rows.map(({ runtime }) => runtime))
  return distinct(rows.map((row) => row.case)).flatMap((name) =>
    runtimes.map((runtime) => {
      const own = rows.filter((row) => row.case === name && row.runtime === runtime)
      const unit = own[0]?.unit ?? ""
      return group(runtimes.length > 1 ? `${name}, ${title(runtime)}` : `${name} (${unit})`, own)
    }),
  )
}

function group(name: string, rows: readonly Row[], label: (row: Row) => string = ({ program }) => program): BarGroup {
  return { name, bars: rows.map((row) => bar(row, label(row))) }
}

function bar({ program, value, low, high, marked }: Row, label: string): Bar {
  const kind = program === "maru" ? "own" : program.startsWith("raw") ? "limit" : "peer"
  return { label, value, low, high, text: `${count(value)}${marked ? " *" : ""}`, kind }
}

const hasBars = ({ groups }: BarChart): boolean => groups.some(({ bars }) => bars.length > 0)
