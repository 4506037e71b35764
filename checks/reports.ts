import { existsSync, readFileSync } from "node:fs"
import type { Outcome } from "./program.ts"

/** How many tests of a run passed, failed and were skipped, read from the runner's own report. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Why the run failed where no single test says so. */
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
    assertionResults: { status: string }[]
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
      notes: broken.map((result) => `${result.name}: ${result.message.split("\n", 1)[0] || "could not be run"}`),
    },
    outcome,
  )
}

/** Reads the totals of a JUnit report, as Bun writes it. */
export function readJunit(file: string, outcome: Outcome): Tally {
  const text = existsSync(file) ? readFileSync(file, "utf8") : ""
  const head = /<testsuites\b[^>]*>/.exec(text)?.[0] ?? ""
  const count = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const failed = count("failures") + count("errors")
  const skipped = count("skipped")
  return settle({ passed: count("tests") - failed - skipped, failed, skipped, notes: [] }, outcome)
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
