/**
 * The elements of a header whose value is a list (RFC 9110, section 5.6.1): separated by commas, without the blanks
 * around them and without empty ones. A comma inside a quoted string belongs to its element, and quotes stay.
 * Takes one pass.
 * @example
 * listElements('a, "b, c",, d') // ["a", '"b, c"', "d"]
 */
export function listElements(value: string): string[] {
  const elements: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const character = value[at]
    if (character === '"') quoted = !quoted
    else if (character === "\\" && quoted) at++
    else if (character === "," && !quoted) {
      elements.push(value.slice(start, at))
      start = at + 1
    }
  }
  elements.push(value.slice(start))
  return elements.map((element) => element.trim()).filter((element) => element !== "")
}
