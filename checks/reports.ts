import { existsSync, readFileSync } from "node:fs"
import type { Outcome } from "./program.ts"

/** How many tests of a run passed, failed and were skipped, read from the runner's own report. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The tests that failed, and why the run failed where no single one says so. */
  readonly notes: readonly string[]
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

/** Reads vitest's JSON report. A file that cannot be loaded has no tests of its own and counts as one failure. */
export function readVitest(file: string, outcome: Outcome): Tally {
  if (!existsSync(file)) return settle({ passed: 0, failed: 0, skipped: 0, notes: [] }, outcome)
  const report = JSON.parse(readFileSync(file, "utf8")) as VitestReport
  const broken = report.testResults.filter(
    (result) => result.status === "failed" && !result.assertionResults.some((test) => test.status === "failed"),
  )
  return settle(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      skipped: report.numPendingTests + report.numTodoTests,
      notes: [
        ...report.testResults.flatMap(({ name, assertionResults }) =>
          assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => `${name}: ${fullName}`),
        ),
        ...broken.map((result) => `${result.name}: ${result.message.split("\n", 1)[0] || "could not be run"}`),
      ],
    },
    outcome,
  )
}

/** Reads the totals of a JUnit report and what failed, as Bun writes it. */
export function readJunit(file: string, outcome: Outcome): Tally {
  const text = existsSync(file) ? readFileSync(file, "utf8") : ""
  const head = /<testsuites\b[^>]*>/.exec(text)?.[0] ?? ""
  const count = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const failed = count("failures") + count("errors")
  const skipped = count("skipped")
  return settle({ passed: count("tests") - failed - skipped, failed, skipped, notes: failedCases(text) }, outcome)
}

/** Tests that hold a failure or an error: file, group and name, as far as the report has them. */
function failedCases(text: string): string[] {
  return [...text.matchAll(/<testcase\b([^>]*)>\s*<(?:failure|error)\b/g)].map(([, attributes = ""]) => {
    const of = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? ""
    const place = [of("classname"), of("name")].filter((part) => part !== "").join(" ")
    return unescaped([of("file"), place].filter((part) => part !== "").join(": "))
  })
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => characters[name]!)
}

/** A run that ended badly, or that tested nothing, is a failure even if no test says so. */
function settle(tally: Tally, outcome: Outcome): Tally {
  if (tally.failed > 0) return tally
  if (outcome.code !== 0) {
    return {
      ...tally,
      failed: 1,
      notes: [...tally.notes, `The runner ended with code ${outcome.code}; see its output.`],
    }
  }
  if (tally.passed === 0) return { ...tally, failed: 1, notes: [...tally.notes, "Not a single test ran."] }
  return tally
}
