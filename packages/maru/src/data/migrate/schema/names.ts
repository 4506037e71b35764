import { nodeCrypto } from "../../../runtime/modules.ts"

/** What a derived name ends with, by the part it names. */
const endings = { unique: "_key", index: "", "foreign key": "_fkey", check: "_check" } as const

/** Name of an index or a constraint: the table, its columns, and for constraints what it is. */
export function partName(kind: keyof typeof endings, table: string, columns: readonly string[], limit: number): string {
  return shortened(`${table}_${columns.join("_")}${endings[kind]}`, limit)
}

/**
 * A name that fits. One that is too long keeps its beginning and ends with a hash of the whole, so that two long
 * names stay two and each is always shortened to the same.
 *
 * @param limit most bytes
 */
export function shortened(name: string, limit: number): string {
  if (Buffer.byteLength(name) <= limit) return name
  const hash = nodeCrypto().createHash("sha256").update(name).digest("hex").slice(0, 8)
  let kept = name
  while (Buffer.byteLength(kept) > limit - hash.length - 1) kept = [...kept].slice(0, -1).join("")
  return `${kept}_${hash}`
}
