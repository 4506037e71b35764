const token =
  /\s+|'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|::|[A-Za-z_][\w$]*|\d+(?:\.\d+)?|<>|!=|<=|>=|\|\||./gsu

/** The words and signs of an SQL expression, without white space; literals and quoted names are one each. */
export function tokensOf(sql: string): string[] {
  return (sql.match(token) ?? []).filter((each) => each.trim() !== "")
}

/** Types whose names are several words, as PostgreSQL writes casts to them. */
const typeWords = new Set(["varying", "precision", "with", "without", "time", "zone"])

/**
 * An expression so that two spellings of the same one are equal: engines rewrite what they were given. Brackets,
 * casts, quotes around names and the case of words go; a list of values is always an `in`.
 */
export function normalExpression(sql: string): string {
  const bare = withoutCasts(tokensOf(sql)).filter((each) => !/^[()[\]]$/.test(each) && !/^_[a-z0-9]+$/.test(each))
  const words = bare.map((each) => normalToken(each)).join(" ")
  // PostgreSQL's word for a list of values; a list of one value is a comparison.
  const lists = words.replace(/= any array /g, "in ").replace(/- (?=\d)/g, "-")
  return lists.replace(/(\S+) in ('(?:[^']|'')*'|-?[\d.]+)(?= (?!,)|$)/g, "$1 = $2")
}

/** The expression with columns renamed. Names are found where they are quoted, as this program writes them. */
export function renamedIn(sql: string, renames: ReadonlyMap<string, string>): string {
  if (renames.size === 0) return sql
  return sql.replace(/(["`])((?:(?!\1).)+)\1/g, (all, quote: string, name: string) => {
    const to = renames.get(name)
    return to === undefined ? all : `${quote}${to}${quote}`
  })
}

/** Which of the columns an expression mentions. */
export function columnsIn(sql: string, columns: readonly string[]): string[] {
  const names = new Set(tokensOf(sql).map((each) => unquoted(each)))
  return columns.filter((column) => names.has(column))
}

function unquoted(each: string): string {
  return /^["`]/.test(each) ? each.slice(1, -1) : each
}

function normalToken(each: string): string {
  if (/^\d+\.\d+$/.test(each)) return each.replace(/\.?0+$/, "")
  if (!each.startsWith("'")) return unquoted(each).toLowerCase()
  const text = each.slice(1, -1).replaceAll("\\'", "''").replaceAll("\\\\", "\\")
  return /^-?\d+(\.\d+)?$/.test(text) ? text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : `'${text}'`
}

function withoutCasts(tokens: readonly string[]): string[] {
  const kept: string[] = []
  for (let place = 0; place < tokens.length; place++) {
    if (tokens[place] !== "::") {
      kept.push(tokens[place]!)
      continue
    }
    place++
    while (typeWords.has(tokens[place + 1]?.toLowerCase() ?? "")) place++
    if (tokens[place + 1] === "(") while (tokens[place] !== ")" && place < tokens.length) place++
    while (typeWords.has(tokens[place + 1]?.toLowerCase() ?? "")) place++
    if (tokens[place + 1] === "[") place += 2
  }
  return kept
}
