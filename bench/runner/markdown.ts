/** A table in Markdown, whose columns line up in a terminal too. The first column is text, the others are numbers. */
export function markdown(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((text, column) => Math.max(text.length, ...lines.map((cells) => cells[column]!.length)))
  const write = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!))).join(" | ")} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`
  return [write(head), rule, ...lines.map(write)].join("\n")
}

/** Thousands with commas. */
export const count = (value: number): string => (value >= 1000 ? value.toLocaleString("en") : String(value))

export const title = (runtime: string): string => (runtime === "bun" ? "Bun" : runtime === "node" ? "Node" : runtime)

/** Each value once, in its first place. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
