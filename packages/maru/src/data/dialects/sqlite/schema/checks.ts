const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*.*?\*\/|\w+|./gs

/** A CHECK of a table. */
export interface FoundCheck {
  /** Undefined where the statement gives it none. */
  readonly name: string | undefined
  readonly expression: string
}

/** All CHECKs in a CREATE TABLE statement; SQLite itself keeps nothing but the statement. */
export function checksIn(sql: string): FoundCheck[] {
  const tokens = [...sql.matchAll(token)].filter(([text]) => !/^(\s|--|\/\*)/.test(text))
  const found: FoundCheck[] = []
  for (let place = 0; place < tokens.length; place++) {
    if (tokens[place]![0].toUpperCase() !== "CHECK" || tokens[place + 1]?.[0] !== "(") continue
    const end = closing(tokens, place + 1)
    const named = tokens[place - 2]?.[0].toUpperCase() === "CONSTRAINT"
    const expression = sql.slice(tokens[place + 1]!.index + 1, tokens[end]!.index).trim()
    found.push({ name: named ? unquoted(tokens[place - 1]![0]) : undefined, expression })
    place = end
  }
  return found
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

/** Place of the bracket that closes the one at `place`. */
function closing(tokens: readonly RegExpExecArray[], place: number): number {
  let depth = 0
  for (let at = place; at < tokens.length; at++) {
    if (tokens[at]![0] === "(") depth++
    if (tokens[at]![0] === ")" && --depth === 0) return at
  }
  return tokens.length - 1
}
