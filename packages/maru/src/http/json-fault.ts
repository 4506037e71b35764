/** Where a text stops being JSON, and what could have stood there. */
export interface JsonFault {
  readonly offset: number
  readonly expected: string
}

type State = "value" | "item or end" | "key" | "key or end" | "after"

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const whitespace = /[\t\n\r ]*/y

/**
 * Finds the first fault of a text that the runtime's own parser refuses: the runtimes' messages differ,
 * often lack the place, and quote the text. Runs only for faulty bodies, in linear time and without
 * recursion.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const closers: string[] = []
  let state: State = "value"
  let at = 0
  for (;;) {
    at = endOfMatch(whitespace, text, at)
    const char = text[at]
    if (state === "after") {
      const closer = closers.at(-1)
      if (closer === undefined) return char === undefined ? undefined : { offset: at, expected: "the end" }
      if (char === closer) closers.pop()
      else if (char !== ",") return { offset: at, expected: `"," or "${closer}"` }
      else state = closer === "}" ? "key" : "value"
      at++
    } else if (char !== undefined && char === closers.at(-1) && state.endsWith("or end")) {
      closers.pop()
      state = "after"
      at++
    } else if (state === "key" || state === "key or end") {
      const end = endOfKey(text, at)
      if (typeof end !== "number") return end
      at = end
      state = "value"
    } else if (char === "[" || char === "{") {
      closers.push(char === "[" ? "]" : "}")
      state = char === "[" ? "item or end" : "key or end"
      at++
    } else {
      const end = endOfScalar(text, at)
      if (typeof end !== "number") return end
      at = end
      state = "after"
    }
  }
}

/** End of a key and its colon. */
function endOfKey(text: string, at: number): number | JsonFault {
  if (text[at] !== '"') return { offset: at, expected: "a key in double quotes" }
  const end = endOfString(text, at)
  if (typeof end !== "number") return end
  const colon = endOfMatch(whitespace, text, end)
  return text[colon] === ":" ? colon + 1 : { offset: colon, expected: '":"' }
}

function endOfScalar(text: string, at: number): number | JsonFault {
  if (text[at] === '"') return endOfString(text, at)
  for (const literal of ["true", "false", "null"]) if (text.startsWith(literal, at)) return at + literal.length
  const end = endOfMatch(numberToken, text, at)
  return end > at ? end : { offset: at, expected: "a value" }
}

function endOfString(text: string, open: number): number | JsonFault {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return { offset: at, expected: "an escape for a control character" }
    if (code !== 0x5c) continue
    const escaped = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at + 1, at + 6))
    if (!escaped) return { offset: at, expected: "a valid escape" }
    at += escaped[0].length
  }
  return { offset: text.length, expected: "a closing quote" }
}

function endOfMatch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
