import { mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Row } from "../rows.ts"
import { barChart } from "./bar-chart.ts"
import { type NamedChart, suiteCharts } from "./suite-charts.ts"

const folder = fileURLToPath(new URL("../../charts/", import.meta.url))

/** Draws the charts of a suite for light and for dark pages. Returns the Markdown that shows them. */
export function writeCharts(suite: string, rows: readonly Row[]): string[] {
  const charts = suiteCharts(suite, rows)
  if (charts.length > 0) mkdirSync(folder, { recursive: true })
  for (const chart of charts) {
    for (const theme of ["light", "dark"] as const)
      writeFileSync(`${folder}${chart.name}-${theme}.svg`, barChart(chart, theme))
  }
  return charts.map((chart) => picture(chart))
}

/** A picture that follows the reader's colour scheme. */
function picture({ name, title }: NamedChart): string {
  const dark = `<source media="(prefers-color-scheme: dark)" srcset="charts/${name}-dark.svg">`
  return `<picture>${dark}<img alt="${title}; the numbers are in the tables." src="charts/${name}-light.svg"></picture>`
}
