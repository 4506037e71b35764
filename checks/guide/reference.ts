// The reference page: every name that a door exports, with the first sentence that its source says of it. It is made
// from the sources, so it can only be as wrong as they are.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { root } from "../program.ts"
import { blocksOf } from "./blocks.ts"

/** Relative to the root. */
export const referencePage = "docs/guide/reference.md"

/** A name that a door exports. */
export interface ReferenceEntry {
  readonly name: string
  readonly kind: "function" | "class" | "value" | "type"
  /** First sentence of its JSDoc; empty where it has none. */
  readonly sentence: string
}

/** What every door exports, in the order of package.json and then of names. @param folder of the package, absolute */
export function readReference(folder: string): ReadonlyMap<string, readonly ReferenceEntry[]> {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string
    exports: Record<string, string>
  }
  const doors = Object.entries(manifest.exports).map(
    ([key, path]) => [key.replace(/^\./, manifest.name), join(folder, path)] as const,
  )
  const program = ts.createProgram(
    doors.map(([, path]) => path),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ESNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      noLib: true,
      types: [],
    },
  )
  const checker = program.getTypeChecker()
  return new Map(doors.map(([door, path]) => [door, entriesOf(checker, program.getSourceFile(path)!)]))
}

function entriesOf(checker: ts.TypeChecker, file: ts.SourceFile): ReferenceEntry[] {
  const module = checker.getSymbolAtLocation(file)
  const symbols = module ? checker.getExportsOfModule(module) : []
  const entries = symbols.map((symbol) => {
    const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const text = ts.displayPartsToString(own.getDocumentationComment(checker))
    return { name: symbol.name, kind: kindOf(own), sentence: firstSentence(text) }
  })
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function kindOf(symbol: ts.Symbol): ReferenceEntry["kind"] {
  if (symbol.flags & ts.SymbolFlags.Class) return "class"
  if (symbol.flags & ts.SymbolFlags.Function) return "function"
  const [declaration] = symbol.declarations ?? []
  if (!declaration || !ts.isVariableDeclaration(declaration)) return "type"
  const type = declaration.type?.getText() ?? ""
  return /Function$|^Declare$|=>/.test(type) ? "function" : "value"
}

/** The first sentence of a JSDoc text, and the next one while that says next to nothing ("A file."). */
export function firstSentence(text: string): string {
  const paragraph = text
    .split(/\n\s*\n/)[0]!
    .replace(/\s+/g, " ")
    .trim()
  const sentences = paragraph.split(/(?<=[.?!]) (?=[A-Z`{])/)
  let said = sentences.shift()!
  while (said.length < 30 && sentences.length > 0) said += ` ${sentences.shift()}`
  return said.replaceAll("|", "\\|")
}

/** The page as it has to be. @param pages of the guide with their texts, in order */
export function referenceText(
  doors: ReadonlyMap<string, readonly ReferenceEntry[]>,
  pages: readonly (readonly [file: string, text: string])[],
): string {
  const sections = [...doors].map(([door, entries]) => {
    const rows = entries.map((entry) => {
      const page = pageOf(entry, pages)
      const link = page ? `[${titleOf(page[1])}](${page[0]})` : ""
      return `| \`${entry.name}\` | ${entry.kind} | ${entry.sentence} | ${link} |`
    })
    return `## ${door}\n\n| Name | | What it is | Page |\n|---|---|---|---|\n${rows.join("\n")}\n`
  })
  return `${opening}\n${sections.join("\n")}`
}

const opening = `# Reference

Every name that Maru exports, with one sentence each. The whole documentation of a name (parameters, what it throws, an example)
stands in its source and in your editor. The page is made from the sources by \`node checks/guide.ts --update\`.
`

type Page = readonly [file: string, text: string]

/** Pages that explain names which others only use more often. */
const homes: Readonly<Record<string, string>> = {
  App: "06-routers-and-applications.md",
  override: "10-testing.md",
  port: "05-providers.md",
  problem: "04-errors.md",
  request: "02-endpoints.md",
  returns: "03-outcomes.md",
  use: "07-middleware.md",
}

/** The page that has most of a name in its code and its words. */
function pageOf({ name, kind }: ReferenceEntry, pages: readonly Page[]): Page | undefined {
  const home = pages.find(([file]) => file === homes[name])
  if (home) return home
  const call = kind === "function" ? "\\s*(?:<[^()]*>)?\\(" : "\\b"
  const inCode = new RegExp(`\\b(?<![."])${name}${call}`, "g")
  const inWords = new RegExp(`\`(?:new )?${name}(?:\`|[(<.])`, "g")
  let [best, most]: [Page | undefined, number] = [undefined, 0]
  for (const page of pages) {
    const blocks = blocksOf(page[1])
    const words = blocks.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), page[1])
    const code = blocks.filter(({ language }) => language === "ts").map(({ text }) => text)
    const count = [words.match(inWords), ...code.map((text) => text.match(inCode))].flat().filter(Boolean).length
    if (count > most) [best, most] = [page, count]
  }
  return best
}

function titleOf(text: string): string {
  return /^# (?:\d+\. )?(.+)$/m.exec(text)?.[1] ?? ""
}

/** The page as the tree says it has to be. @param pages of the guide, relative to the root */
export function wantedReference(pages: readonly string[]): string {
  const texts = pages
    .filter((page) => page !== referencePage)
    .map((page) => [page.replace("docs/guide/", ""), readFileSync(join(root, page), "utf8")] as const)
  return referenceText(readReference(join(root, "packages/maru")), texts)
}

/** Rows without a sentence, and a page that is not what the sources say. */
export function referenceFaults(pages: readonly string[]): string[] {
  const wanted = wantedReference(pages)
  const silent = [...wanted.matchAll(/^\| `([^`]+)` \| \w+ \| +\|/gm)].map(
    (match) => `${referencePage}: \`${match[1]}\` has no JSDoc to say what it is`,
  )
  let text = ""
  try {
    text = readFileSync(join(root, referencePage), "utf8")
  } catch {
    return [...silent, `${referencePage}: is missing`]
  }
  // Where a name is explained changes with every page, and a link that leads nowhere is found elsewhere.
  if (withoutLinks(text) === withoutLinks(wanted)) return silent
  return [...silent, `${referencePage}: is not what the sources say; run "node checks/guide.ts --update reference"`]
}

function withoutLinks(page: string): string {
  return page.replace(/ (?:\[[^\]]*\]\([^)]*\))? \|$/gm, "")
}
