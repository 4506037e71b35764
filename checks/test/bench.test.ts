import { describe, expect, it } from "vitest"
import { type BarChart, barChart } from "../../bench/runner/charts/bar-chart.ts"
import { suiteCharts } from "../../bench/runner/charts/suite-charts.ts"
import { themes } from "../../bench/runner/charts/themes.ts"
import { mergeCases } from "../../bench/runner/merge.ts"
import { readOptions, replaces } from "../../bench/runner/options.ts"
import type { Row } from "../../bench/runner/rows.ts"

const row = (name: string, program: string, value: number, more: Partial<Row> = {}): Row => ({
  suite: "http",
  case: name,
  runtime: "bun",
  program,
  value,
  unit: "requests/s",
  ratioToRaw: null,
  low: value * 0.9,
  high: value * 1.1,
  ratioLow: null,
  ratioHigh: null,
  rounds: 5,
  ...more,
})

describe("results of the benchmark", () => {
  const before = [row("json", "raw", 10), row("json", "maru", 9), row("params", "raw", 8), row("params", "maru", 7)]

  it("take the rows of a case that was measured again, in its place", () => {
    const merged = mergeCases(before, [row("json", "raw", 20), row("json", "maru", 19)], "2026-12-01")
    expect(merged.map(({ case: name, program, value, day }) => [name, program, value, day])).toEqual([
      ["json", "raw", 20, "2026-12-01"],
      ["json", "maru", 19, "2026-12-01"],
      ["params", "raw", 8, undefined],
      ["params", "maru", 7, undefined],
    ])
  })

  it("lose a program that is no longer among those of the case, and gain new cases and databases", () => {
    const fresh = [row("json", "maru", 19), row("routes", "maru", 5), row("json", "maru", 3, { engine: "sqlite" })]
    const merged = mergeCases(before, fresh, "2026-12-01")
    expect(merged.map(({ case: name, program, engine }) => [name, program, engine].join(" ").trim())).toEqual([
      "json maru",
      "params raw",
      "params maru",
      "routes maru",
      "json maru sqlite",
    ])
  })

  it("are replaced by runs that all programs were part of, and that were long enough", () => {
    const replaced = (...args: string[]): string => replaces(readOptions(args, ["http", "data"]))
    expect(replaced("http")).toBe("suite")
    expect(replaced("http", "--case", "json")).toBe("cases")
    expect(replaced("data", "--engine", "sqlite")).toBe("cases")
    for (const option of [["--quick"], ["--smoke"], ["--only", "maru"], ["--only", "maru", "--case", "json"]])
      expect(replaced("http", ...option)).toBe("nothing")
  })
})

describe("charts of the benchmark", () => {
  const chart: BarChart = {
    title: "Speed <& more>",
    subtitle: "More is better",
    groups: [
      {
        name: "json",
        bars: [
          { label: "raw", value: 100, low: 90, high: 120, text: "100", kind: "limit" },
          { label: "maru", value: 50, low: 50, high: 50, text: "50", kind: "own" },
        ],
      },
    ],
  }

  it("have bars as long as their values, and whiskers only where rounds differ", () => {
    const svg = barChart(chart, "light")
    const [long, short] = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width))
    expect(long! / short!).toBeCloseTo(2, 1)
    expect(svg.match(/<path /g)).toHaveLength(1)
  })

  it("say in words what they show, and no markup of their own making", () => {
    const svg = barChart(chart, "dark")
    expect(svg).toContain('<title id="t">Speed &lt;&amp; more&gt;</title>')
    expect(svg).toContain("json: raw 100, maru 50.")
  })

  it("can be read on both kinds of page", () => {
    for (const { background, text, faint, own, peer } of Object.values(themes)) {
      expect(contrast(text, background)).toBeGreaterThan(7)
      expect(contrast(faint, background)).toBeGreaterThan(4.5)
      for (const bar of [own, peer]) expect(contrast(bar, background)).toBeGreaterThan(3)
    }
  })

  it("are drawn of what there is", () => {
    expect(suiteCharts("http", [])).toEqual([])
    const rows = [row("json", "raw", 10), row("json", "maru", 9), row("auth-read", "maru", 9), row("create", "maru", 9)]
    const charts = suiteCharts("http", [...rows, row("create-processor", "maru", 9)])
    expect(charts.map(({ name }) => name)).toEqual(["requests-bun", "stacks"])
    expect(charts[1]!.groups.map(({ name, bars }) => [name, bars.length])).toEqual([
      ["auth-read", 1],
      ["create, for each second of processor time", 1],
    ])
  })
})

/** Of two colours (WCAG 2.2, 1.4.3). */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
