// The code blocks of the guide's pages, and the parts of example files that they show.
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** A fenced block. Its first line says what it is: ```` ```ts notes/app.ts#create ````. */
export interface Block {
  /** Word behind the fence: "ts", "console", "text"; "" where there is none. */
  readonly language: string
  /** What follows it: a file of docs/examples with a region, a kind of block with a file; "" where there is nothing. */
  readonly about: string
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
  /** Where the text stands in the page. */
  readonly start: number
  readonly end: number
}

const fence = /^```([^\s`]*)(?: ([^\n]*))?\n([^]*?)^```$/gm

/** Fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  return [...page.matchAll(fence)].map((match) => {
    const text = match[3]!
    const start = match.index + match[0].length - text.length - 3
    const line = page.slice(0, match.index).split("\n").length
    return { language: match[1]!, about: match[2] ?? "", text, line, start, end: start + text.length }
  })
}

/** A page with other texts in some of its blocks. */
export function withTexts(page: string, texts: ReadonlyMap<Block, string>): string {
  let result = page
  for (const [block, text] of [...texts].toSorted(([a], [b]) => b.start - a.start)) {
    result = result.slice(0, block.start) + text + result.slice(block.end)
  }
  return result
}

const mark = /^[ \t]*(?:\/\/|--|#) #(end)?region (\S+)[ \t]*$/

/**
 * What a page shows of a file: the lines between `// #region name` and `// #endregion name`, or without a name the
 * whole file behind the comment at its top. Marks of regions are left out.
 * @throws Error for a region that the file does not have
 */
export function shownPart(text: string, region: string | undefined): string {
  const lines = text.split("\n")
  const part = region === undefined ? lines.slice(firstCode(lines)) : linesOf(lines, region)
  const shown = part.filter((line) => !mark.test(line))
  return `${dedent(shown)
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`
}

function firstCode(lines: readonly string[]): number {
  return lines.findIndex((line) => !/^(?:\/\/(?! #)|--(?! #)|$)/.test(line))
}

function linesOf(lines: readonly string[], region: string): readonly string[] {
  const isMark = (line: string, end: string | undefined): boolean => {
    const found = mark.exec(line)
    return found?.[2] === region && found[1] === end
  }
  const start = lines.findIndex((line) => isMark(line, undefined))
  const end = lines.findIndex((line) => isMark(line, "end"))
  if (start === -1 || end < start) throw new Error(`there is no region "${region}"`)
  return lines.slice(start + 1, end)
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)![0].length)
  const least = Math.min(...indents)
  return lines.map((line) => line.slice(least)).join("\n")
}

/** What a block that names a file has to show. @param folder of the examples */
export function wantedText(folder: string, about: string): string {
  const [file = "", region] = about.split("#")
  return shownPart(readFileSync(join(folder, file), "utf8"), region)
}
