/** More parts than a value is looked through for, and levels. */
const maxParts = 10_000
const maxLevels = 200

/**
 * Makes the test whether a message quotes any part of a value. Messages of libraries and applications
 * may, and a fault never does. Short texts count only in quotation marks: "a" is in most sentences.
 *
 * @param expected messages that will be asked about: where none of them quotes anything, as nearly always, one look at
 *   the value is enough for all
 */
export function quotationsOf(value: unknown, expected: readonly (string | undefined)[]): (message: string) => boolean {
  const harmless = !quotes(expected.join("\n"), value)
  const known = new Map<string, boolean>()
  return (message) => {
    if (harmless && expected.includes(message)) return false
    let verdict = known.get(message)
    if (verdict === undefined) known.set(message, (verdict = quotes(message, value)))
    return verdict
  }
}

/** Whether any text, number or bigint in a value stands in the message; yes where there are too many to tell. */
function quotes(message: string, value: unknown): boolean {
  return new Search(message).finds(value, 0)
}

class Search {
  readonly #message: string
  readonly #quoted: boolean
  #seen = 0

  constructor(message: string) {
    this.#message = message
    this.#quoted = /["']/.test(message)
  }

  finds(part: unknown, level: number): boolean {
    if (typeof part === "string") return this.#has(part)
    if (typeof part === "number" || typeof part === "bigint") return this.#has(String(part))
    if (typeof part !== "object" || part === null) return false
    if (level === maxLevels) return true
    const items: readonly unknown[] = Array.isArray(part) ? part : Object.values(part)
    return items.some((item) => ++this.#seen > maxParts || this.finds(item, level + 1))
  }

  #has(text: string): boolean {
    const message = this.#message
    if (text.length >= 4) return message.includes(text)
    return this.#quoted && text !== "" && (message.includes(`"${text}"`) || message.includes(`'${text}'`))
  }
}
