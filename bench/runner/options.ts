import { parseArgs } from "node:util"

/** What was asked for on the command line. */
export interface Options {
  readonly suites: readonly string[]
  readonly quick: boolean
  readonly smoke: boolean
  /** Only writes the tables again, from the results that are there. */
  readonly render: boolean
  /** Programs, or all when empty. */
  readonly only: readonly string[]
  /** Cases, or all when empty. */
  readonly cases: readonly string[]
  readonly rounds: number | undefined
  /** Databases of the suite data, or all when empty. */
  readonly engines: readonly string[]
  /** Length of one timed run. */
  readonly seconds: number | undefined
  /** Minutes that the suite memory keeps Maru under load. */
  readonly soak: number | undefined
}

export const usage = `npm run bench -- [suite ...] [options]

suites
  http             requests per second of small programs, without and with a database (needs wrk)
  data             processor time of reading and writing through libraries, on SQLite and, with POSTGRES_URL, PostgreSQL
  start            time from the start of a process to its first answer, and how much source it loads
  memory           resident memory when idle and after 100,000 requests, and under load for ten minutes (needs wrk)
  stream           server-sent events that a thousand clients receive at once
  types            time of the type check of 200 endpoints in one file, and of the editor's completion behind an edit
  without a suite, all of them

options
  --quick          1 short round, of http some cases: shows that all works, not how fast it is
  --smoke          1 shortest round, for CI: fails when a program answers wrong
  --render         measures nothing: writes the tables of README.md and the charts again from results/latest.json
  --only NAMES     programs, separated by commas: raw, maru, elysia, hono, fastify, nest, adonis, express; in the suite data maru,
                   better-sqlite3, bun:sqlite, node:sqlite, kysely, drizzle, typeorm, mikro-orm, prisma, pg
                   the stacks of the suite http: elysia+drizzle, hono+kysely, fastify+drizzle, nest+typeorm,
                   fastapi+sqlalchemy
  --case NAMES     cases, separated by commas
  --rounds N       rounds of all programs
  --engine NAMES   databases of the suite data: sqlite, postgres
  --seconds N      length of one timed run of the suites http, data and stream
  --soak MINUTES   how long the suite memory keeps Maru under load

What is measured is written to results/latest.json, into README.md and its charts, unless the run is quick or of some programs
only. Cases that are measured again say when.`

/** @throws Error with a sentence for people */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      smoke: { type: "boolean", default: false },
      render: { type: "boolean", default: false },
      only: { type: "string", multiple: true },
      case: { type: "string", multiple: true },
      engine: { type: "string", multiple: true },
      rounds: { type: "string" },
      seconds: { type: "string" },
      soak: { type: "string" },
    },
  })
  const unknown = positionals.find((suite) => !known.includes(suite))
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}".`)
  return {
    suites: positionals.length > 0 ? positionals : known,
    quick: values.quick,
    smoke: values.smoke,
    render: values.render,
    only: names(values.only),
    cases: names(values.case),
    engines: names(values.engine),
    rounds: wholeNumber("rounds", values.rounds),
    seconds: wholeNumber("seconds", values.seconds),
    soak: wholeNumber("soak", values.soak),
  }
}

function names(given: readonly string[] = []): string[] {
  return given.flatMap((list) => list.split(",")).filter((name) => name !== "")
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number from 1, not "${text}".`)
  return Number(text)
}

/** Those whose name was asked for. @throws Error when a name is of none */
export function chosen<T extends { readonly name: string }>(all: readonly T[], asked: readonly string[]): T[] {
  const missing = asked.find((name) => !all.some((item) => item.name === name))
  if (missing !== undefined) {
    const list = [...new Set(all.map((item) => item.name))].join(", ")
    throw new Error(`There is no "${missing}" here. There are: ${list}.`)
  }
  return asked.length === 0 ? [...all] : all.filter((item) => asked.includes(item.name))
}

/** What of the results a run may replace: those of its whole suite, those of its cases, or none. */
export function replaces({ only, cases, engines, quick, smoke }: Options): "suite" | "cases" | "nothing" {
  // Without all programs there is nothing to compare with, and a quick run says nothing of speed.
  if (quick || smoke || only.length > 0) return "nothing"
  return cases.length + engines.length === 0 ? "suite" : "cases"
}
