/** More parts than a value is looked through for. */
const maxParts = 10_000

/**
 * Makes the test whether a message quotes any part of a value. Messages of libraries and applications
 * may, and a fault never does. Short texts count only in quotation marks: "a" is in most sentences.
 * The parts are gathered when the first message asks, and each different message is tested once.
 */
export function quotationsOf(value: unknown): (message: string) => boolean {
  const known = new Map<string, boolean>()
  let texts: ReadonlySet<string> | undefined
  return (message) => {
    let verdict = known.get(message)
    if (verdict === undefined) {
      texts ??= textsOf(value)
      verdict = texts.size > maxParts || [...texts].some((text) => contains(message, text))
      known.set(message, verdict)
    }
    return verdict
  }
}

/** The different texts, numbers and bigints in a value, up to one more than the limit. */
function textsOf(value: unknown): Set<string> {
  const texts = new Set<string>()
  const waiting: unknown[] = [value]
  for (let part = waiting.pop(); ; part = waiting.pop()) {
    if (typeof part === "object" && part !== null) for (const item of Object.values(part)) waiting.push(item)
    else if (typeof part === "string" || typeof part === "number" || typeof part === "bigint") texts.add(String(part))
    if (waiting.length === 0 || texts.size > maxParts) return texts
  }
}

function contains(message: string, text: string): boolean {
  if (text.length >= 4) return message.includes(text)
  return text !== "" && (message.includes(`"${text}"`) || message.includes(`'${text}'`))
}
