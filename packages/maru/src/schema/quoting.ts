/** More parts than a fault's value is looked through for. */
const maxParts = 10_000

/**
 * Whether a message quotes any part of a value. Messages of libraries and applications may, and a
 * fault never does. Short texts count only in quotation marks: "a" is in most sentences.
 */
export function quotes(message: string, value: unknown): boolean {
  const waiting: unknown[] = [value]
  for (let seen = 0; waiting.length > 0; seen++) {
    if (seen > maxParts) return true
    const part = waiting.pop()
    if (typeof part === "object" && part !== null) waiting.push(...Object.values(part))
    else if (part !== undefined && part !== null && typeof part !== "boolean" && quotesText(message, String(part)))
      return true
  }
  return false
}

function quotesText(message: string, text: string): boolean {
  if (text.length >= 4) return message.includes(text)
  return text !== "" && (message.includes(`"${text}"`) || message.includes(`'${text}'`))
}
