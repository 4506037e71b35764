const one: ReadonlySet<string> = new Set(
  `add cancel change close confirm copy create delete edit get hide invite join leave like open patch pin publish put
   read remove rename replace restore save send set share show start stop submit undo unlike update upload view`.split(
    /\s+/,
  ),
)
const many: ReadonlySet<string> = new Set("all count export find import index list query search".split(" "))

/**
 * A readable line made from an operation name, where the endpoint has no summary of its own:
 * `posts.create` → "Create post", `posts.list` → "List posts", `posts.listComments` → "List comments".
 *
 * @param operation group and export name, joined by a dot
 */
export function summaryOf(operation: string): string {
  const parts = operation.split(".")
  const words = wordsOf(parts.at(-1)!)
  const group = wordsOf(parts.at(-2) ?? "")
  const [verb] = words as [string]
  if (words.length > 1 || group.length === 0) return sentence(words)
  if (many.has(verb)) return sentence([verb, ...group])
  if (one.has(verb)) return sentence([verb, ...group.slice(0, -1), singular(group.at(-1)!)])
  return `${sentence(group)}: ${words.join(" ")}`
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
}

/** The singular of a regular plural; any other word as it is. */
function singular(word: string): string {
  if (/(?:ss|us|is|news|series|species)$/.test(word)) return word
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:ss|x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith("s") ? word.slice(0, -1) : word
}

function sentence(words: readonly string[]): string {
  const text = words.join(" ")
  return text.charAt(0).toUpperCase() + text.slice(1)
}
