import { formatSource } from "../../errors/source.ts"
import type { Plan } from "../../endpoint/plan/plan.ts"
import { findAppFile, loadApp } from "../app-file.ts"
import { type Colours, coloursFor } from "../../log/colour.ts"
import type { Parsed } from "../command.ts"

/** `maru routes`: every route of an application. */
export async function run({ positionals, options }: Parsed): Promise<number> {
  const { plans } = await loadApp(findAppFile(positionals[0]))
  process.stdout.write(options["json"] ? routesAsJson(plans) : routesAsTable(plans, coloursFor(process.stdout)))
  return 0
}

function routesAsJson(plans: readonly Plan[]): string {
  const routes = plans.map(({ method, path, operation, tags, deprecated, hidden, source }) => ({
    method,
    path,
    operation,
    tags,
    deprecated,
    hidden,
    source: source && formatSource(source),
  }))
  return `${JSON.stringify(routes, null, 2)}\n`
}

const titles = ["METHOD", "PATH", "NAME", "SOURCE"] as const

/** An aligned table with an empty line between routers. */
export function routesAsTable(plans: readonly Plan[], colours: Colours): string {
  const rows = plans.map((plan) => rowOf(plan))
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => row.cells[column]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column]!)))
  const lines = [colours.dim(line(titles).join("  "))]
  let group: string | undefined
  for (const row of rows) {
    if (group !== undefined && row.group !== group) lines.push("")
    group = row.group
    const [method, path, name, source] = line(row.cells) as [string, string, string, string]
    lines.push([colours.cyan(method), path, name, colours.dim(source)].join("  ").trimEnd())
  }
  return `${lines.join("\n")}\n\n${rows.length} ${rows.length === 1 ? "route" : "routes"}\n`
}

function rowOf({ method, path, operation, source }: Plan): {
  readonly group: string
  readonly cells: readonly string[]
} {
  return {
    group: operation.includes(".") ? operation.slice(0, operation.lastIndexOf(".")) : "",
    cells: [method, path, operation, source ? formatSource(source) : ""],
  }
}
