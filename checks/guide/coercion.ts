import { blocksOf } from "./blocks.ts"

/** A row of the guide's table of coercion. */
export interface CoercionRow {
  /** As it is written: "z.int()". */
  readonly schema: string
  /** Query strings, each with what the handler gets. */
  readonly accepted: readonly (readonly [text: string, value: string])[]
  readonly refused: readonly string[]
}

/**
 * The rows of the table of coercion on a page. A cell holds code spans; an accepted one is followed by `→` and the value
 * where that is not the text itself.
 */
export function coercionRows(page: string): CoercionRow[] {
  const bare = blocksOf(page).reduceRight((text, block) => text.slice(0, block.start) + text.slice(block.end), page)
  const rows = [...bare.matchAll(/^\| `(z\.[^`]+)` \|([^|]*)\|([^|]*)\|/gm)]
  return rows.map((row) => ({
    schema: row[1]!,
    accepted: [...row[2]!.matchAll(/`([^`]*)`(?: → `([^`]*)`)?/g)].map((match) => [
      match[1]!,
      match[2] ?? match[1]!.replace(/^v=/, ""),
    ]),
    refused: [...row[3]!.matchAll(/`([^`]*)`/g)].map((match) => match[1]!),
  }))
}
