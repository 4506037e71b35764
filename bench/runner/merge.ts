import type { Row } from "./rows.ts"

/** What is compared with each other: all programs of one case. */
const caseOf = ({ suite, engine = "", case: name }: Row): string => `${suite} ${engine} ${name}`

/**
 * Earlier rows with those of a run of some cases in the place of theirs; each new one says when it was measured. Cases
 * that were not there before come last.
 *
 * @param day of the run, such as "2026-11-23"
 */
export function mergeCases(before: readonly Row[], measured: readonly Row[], day: string): Row[] {
  const fresh = Map.groupBy(
    measured.map((row) => ({ ...row, day })),
    caseOf,
  )
  const put = new Set<string>()
  const kept = before.flatMap((row) => {
    const name = caseOf(row)
    const others = fresh.get(name)
    if (others === undefined) return [row]
    if (put.has(name)) return []
    put.add(name)
    return others
  })
  return [...kept, ...[...fresh].flatMap(([name, rows]) => (put.has(name) ? [] : rows))]
}
