// Horizontal bars as SVG, drawn by hand: a page that shows them loads nothing, and git shows what changed.
import { type Theme, themes } from "./themes.ts"

/** Groups of bars, each on a scale of its own. */
export interface BarChart {
  readonly title: string
  /** What the lengths say, such as "requests a second, more is better". */
  readonly subtitle: string
  readonly groups: readonly BarGroup[]
}

export interface BarGroup {
  readonly name: string
  readonly bars: readonly Bar[]
}

export interface Bar {
  readonly label: string
  readonly value: number
  /** Least and greatest value of all rounds, drawn as a whisker. */
  readonly low: number
  readonly high: number
  /** What stands behind the bar. */
  readonly text: string
  /** `own` stands out, `limit` stands back. */
  readonly kind: "own" | "peer" | "limit"
}

const width = 860
const margin = 16
const headHeight = 58
const groupHead = 22
const barHeight = 15
const barStep = 19
const groupGap = 14
const labelWidth = 118
const textWidth = 62
/** Most groups are drawn in two columns; few in one, where bars may be longer. */
const twoColumnsFrom = 4
const gutter = 28

/** The chart for a background of the theme. */
export function barChart(chart: BarChart, theme: keyof typeof themes): string {
  const colours = themes[theme]
  const columns = columnsOf(chart.groups)
  const columnWidth = (width - 2 * margin - (columns.length - 1) * gutter) / columns.length
  const height = headHeight + Math.max(...columns.map(heightOf)) + margin
  const parts = columns.flatMap((groups, place) =>
    column(groups, margin + place * (columnWidth + gutter), columnWidth, colours),
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d" font-family="system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif">`,
    `<title id="t">${escape(chart.title)}</title>`,
    `<desc id="d">${escape(`${chart.subtitle} ${description(chart)}`)}</desc>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${colours.background}"/>`,
    text(margin, 28, chart.title, colours.text, { size: 16, weight: 600 }),
    text(margin, 46, chart.subtitle, colours.faint, { size: 12 }),
    ...parts,
    "</svg>",
    "",
  ].join("\n")
}

/** Everything that the bars say, for those who cannot see them. */
function description({ groups }: BarChart): string {
  return groups
    .map(({ name, bars }) => `${name}: ${bars.map(({ label, text }) => `${label} ${text}`).join(", ")}.`)
    .join(" ")
}

/** Two columns of about the same height, in the order of the groups. */
function columnsOf(groups: readonly BarGroup[]): (readonly BarGroup[])[] {
  if (groups.length < twoColumnsFrom) return [groups]
  const half = heightOf(groups) / 2
  const count = groups.findIndex((_, place) => heightOf(groups.slice(0, place + 1)) >= half) + 1
  return [groups.slice(0, count), groups.slice(count)].filter((column) => column.length > 0)
}

function heightOf(groups: readonly BarGroup[]): number {
  return groups.reduce((sum, { bars }) => sum + groupHead + bars.length * barStep + groupGap, 0)
}

function column(groups: readonly BarGroup[], x: number, columnWidth: number, colours: Theme): string[] {
  const parts: string[] = []
  let y = headHeight
  for (const group of groups) {
    parts.push(text(x, y + 14, group.name, colours.text, { size: 13, weight: 600 }))
    y += groupHead
    const greatest = Math.max(...group.bars.map(({ value, high }) => Math.max(value, high)))
    const scale = (columnWidth - labelWidth - textWidth) / greatest
    for (const bar of group.bars) {
      parts.push(...barParts(bar, x, y, scale, colours))
      y += barStep
    }
    y += groupGap
  }
  return parts
}

function barParts(bar: Bar, x: number, y: number, scale: number, colours: Theme): string[] {
  const start = x + labelWidth
  const middle = y + barHeight / 2
  const [low, high] = [start + bar.low * scale, start + bar.high * scale]
  const end = Math.max(start + bar.value * scale, high)
  const own = bar.kind === "own"
  const whisker = `<path d="M${round(low)} ${middle}H${round(high)}M${round(low)} ${middle - 3}v6M${round(high)} ${middle - 3}v6" stroke="${colours.whisker}" fill="none"/>`
  return [
    text(start - 8, middle + 4, bar.label, own ? colours.text : colours.faint, {
      size: 12,
      weight: own ? 600 : 400,
      anchor: "end",
    }),
    `<rect x="${start}" y="${y}" width="${round(Math.max(1, bar.value * scale))}" height="${barHeight}" rx="2" fill="${colours[bar.kind]}"/>`,
    ...(bar.low === bar.high ? [] : [whisker]),
    text(end + 7, middle + 4, bar.text, own ? colours.text : colours.faint, { size: 12, weight: own ? 600 : 400 }),
  ]
}

interface Style {
  readonly size: number
  readonly weight?: number
  readonly anchor?: "end"
}

function text(x: number, y: number, content: string, fill: string, { size, weight = 400, anchor }: Style): string {
  const end = anchor === undefined ? "" : ` text-anchor="${anchor}"`
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${fill}"${end}>${escape(content)}</text>`
}

const round = (value: number): number => Math.round(value * 10) / 10

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
}
