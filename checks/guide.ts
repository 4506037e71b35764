// `node checks/guide.ts`: the code and the transcripts on the guide's pages are those of docs/examples, and every page
// has its Korean twin. `--update [page]` writes them anew: read what changed before you commit it.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { blocksOf, withTexts } from "./guide/blocks.ts"
import { codeFaults, guidePages, refreshed, transcriptFaults, twinFaults, twins } from "./guide/guide.ts"
import { referenceFaults, referencePage, wantedReference } from "./guide/reference.ts"
import { root } from "./program.ts"

const update = process.argv.includes("--update")
const only = process.argv.slice(2).find((word) => !word.startsWith("--"))
const wanted = (page: string): boolean => only === undefined || page.includes(only)
const read = (page: string): string => readFileSync(join(root, page), "utf8")

if (update) {
  for (const page of guidePages().filter(wanted)) writeFileSync(join(root, page), await refreshed(page))
  for (const [page, twin] of twins().filter(([page]) => wanted(page))) copyExamples(page, twin)
  writeFileSync(join(root, referencePage), wantedReference(guidePages()))
}

const pages = guidePages().filter(wanted)
const faults: string[] = pages.flatMap((page) => codeFaults(page, read(page)))
faults.push(...twins().flatMap(([page, twin]) => (wanted(page) ? twinFaults(page, twin) : [])))
faults.push(...referenceFaults(guidePages()))
// Just written from what was printed; another run in this process would find what the first one left in memory.
for (const page of update ? [] : pages) {
  for (const { place, said, printed } of await transcriptFaults(page)) {
    faults.push(`${place}\n--- the page says\n${said}\n--- it prints\n${printed}\n---`)
  }
}
for (const fault of faults) console.error(fault)
console.log(`Guide: ${pages.length} pages, ${faults.length} faults`)
process.exitCode = faults.length > 0 ? 1 : 0

/** Gives a twin the examples of its page, where both name the same. */
function copyExamples(page: string, twin: string): void {
  let text: string
  try {
    text = read(twin)
  } catch {
    return
  }
  const shown = blocksOf(read(page)).filter(({ about }) => about !== "")
  const twins = blocksOf(text).filter(({ about }) => about !== "")
  const pairs = twins.flatMap((block, index) => {
    const original = shown[index]
    return original?.about === block.about ? [[block, original.text] as const] : []
  })
  writeFileSync(join(root, twin), withTexts(text, new Map(pairs)))
}
