// What the guide's pages show is what is there: code is that of example files, transcripts are what commands print,
// and every page has a Korean twin with the same examples.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { filesBelow } from "../files.ts"
import { root } from "../program.ts"
import { type Block, blocksOf, wantedText, withTexts } from "./blocks.ts"
import { type Entry, PageTerminals, entriesOf, fits, transcriptText } from "./transcript.ts"

/** Folder of the examples, absolute. */
export const examples: string = join(root, "docs/examples")

/** Longest code, in lines, that may stand on a page without a file of its own. */
const longestLoose = 3

/** Pages of the guide in English, relative to the root. */
export function guidePages(): string[] {
  return filesBelow(root, ["docs/guide"]).filter((file) => file.endsWith(".md"))
}

/** Pages that have to have a twin, each with the twin. */
export function twins(): (readonly [page: string, twin: string])[] {
  return guidePages()
    .filter((page) => !/\/(?:13-|reference)/.test(page))
    .map((page) => [page, page.replace("docs/guide/", "docs/ko/")] as const)
}

/** Blocks that show code, which has to be a file's. */
export function showsFile({ language, about }: Block): boolean {
  return about !== "" && language !== "console"
}

/** Faults of the code on a page: not what its file says, or too long to stand without one. */
export function codeFaults(page: string, text: string, folder: string = examples): string[] {
  return blocksOf(text).flatMap((block) => {
    const place = `${page}:${block.line}`
    if (block.language === "console") return block.about === "" ? [`${place}: a transcript names its application`] : []
    if (block.about === "") return looseFaults(place, block)
    try {
      return block.text === wantedText(folder, block.about) ? [] : [`${place}: is not what ${block.about} says`]
    } catch (error) {
      return [`${place}: ${block.about}: ${(error as Error).message}`]
    }
  })
}

function looseFaults(place: string, { language, text }: Block): string[] {
  const code = ["ts", "tsx", "js", "sql", "json"].includes(language)
  const lines = text.split("\n").length - 1
  return code && lines > longestLoose ? [`${place}: ${lines} lines of ${language} without a file that is tested`] : []
}

/** Differences between a page and its twin: the same headings of each level, and the same examples in the same order. */
export function twinFaults(page: string, twin: string, tree: string = root): string[] {
  if (!existsSync(join(tree, twin))) return [`${twin}: is missing`]
  const [one, other] = [page, twin].map((file) => readFileSync(join(tree, file), "utf8")) as [string, string]
  const faults: string[] = []
  if (levels(one) !== levels(other)) faults.push(`${twin}: its headings are not those of ${page}`)
  const [wanted, found] = [one, other].map((text) => blocksOf(text).filter(({ about }) => about !== ""))
  const count = Math.max(wanted!.length, found!.length)
  for (let i = 0; i < count; i++) {
    const [a, b] = [wanted![i], found![i]]
    if (a?.language === b?.language && a?.about === b?.about && a?.text === b?.text) continue
    const title = (block: Block | undefined): string => (block ? `${block.language} ${block.about}` : "nothing")
    faults.push(`${twin}:${b?.line ?? "end"}: has ${title(b)} where ${page}:${a?.line ?? "end"} has ${title(a)}`)
    if (title(a) !== title(b)) break
  }
  return faults
}

function levels(text: string): string {
  const bare = text.replace(/```[^]*?```/g, "")
  return [...bare.matchAll(/^(#{1,6}) /gm)].map((match) => match[1]!.length).join(" ")
}

/** An output that is not what a page says. */
export interface TranscriptFault {
  /** Page, line and command. */
  readonly place: string
  readonly said: string
  readonly printed: string
}

/** Runs all transcripts of a page. */
export async function transcriptFaults(page: string): Promise<TranscriptFault[]> {
  const faults: TranscriptFault[] = []
  await eachTranscript(page, (block, said, printed) => {
    for (const [index, { command, output }] of printed.entries()) {
      const wanted = said[index]!.output
      if (fits(wanted, output)) continue
      faults.push({ place: `${page}:${block.line} $ ${command}`, said: wanted, printed: output })
    }
  })
  return faults
}

/** A page with its code and its transcripts as they are now. */
export async function refreshed(page: string): Promise<string> {
  const text = readFileSync(join(root, page), "utf8")
  const texts = new Map<Block, string>()
  for (const block of blocksOf(text).filter(showsFile)) texts.set(block, wantedText(examples, block.about))
  await eachTranscript(page, (block, said, printed) => {
    const kept = printed.map((entry, index) => (fits(said[index]!.output, entry.output) ? said[index]! : entry))
    texts.set(block, transcriptText(kept))
  })
  const same = new Map([...texts].map(([{ start }, wanted]) => [start, wanted]))
  return withTexts(
    text,
    new Map(blocksOf(text).flatMap((block) => (same.has(block.start) ? [[block, same.get(block.start)!]] : []))),
  )
}

async function eachTranscript(
  page: string,
  told: (block: Block, said: readonly Entry[], printed: readonly Entry[]) => void,
): Promise<void> {
  const blocks = blocksOf(readFileSync(join(root, page), "utf8")).filter(({ language }) => language === "console")
  await using terminals = new PageTerminals(examples)
  for (const block of blocks) told(block, entriesOf(block.text), await terminals.run(block))
}
