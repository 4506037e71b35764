import type { MigrationState } from "../../data/migrate/run/run.ts"
import type { Colours } from "../../log/colour.ts"

/** How far a database is, a line for each migration. */
export function statusAsText(
  { applied, pending, underWay }: MigrationState,
  { green, yellow, red, dim }: Colours,
): string {
  const names = [...applied, ...pending].map(({ name }) => name.length)
  const width = Math.max(0, ...names, underWay?.name.length ?? 0)
  const lines = [
    ...applied.map(({ name, at }) => `${name.padEnd(width)}  ${green("applied")}  ${dim(at)}`),
    ...(underWay
      ? [`${underWay.name.padEnd(width)}  ${red("under way")}  ${underWay.direction}, ${underWay.done} statements run`]
      : []),
    ...pending.map(({ name }) => `${name.padEnd(width)}  ${yellow("pending")}`),
  ]
  return lines.length === 0 ? "There are no migrations.\n" : `${lines.join("\n")}\n`
}

/** The same for programs. */
export function statusAsJson({ applied, pending, underWay }: MigrationState): string {
  const value = {
    applied: applied.map(({ name, at }) => ({ name, at })),
    underWay: underWay ?? null,
    pending: pending.map(({ name }) => name),
  }
  return `${JSON.stringify(value, null, 2)}\n`
}
