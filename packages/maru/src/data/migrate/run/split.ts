import type { DialectName } from "../../dialects/schemas.ts"

// Texts, names and comments are passed over as a whole: a semicolon in them ends nothing.
const common = `'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\\n]*|/\\*[\\s\\S]*?\\*/`
const tokens: Readonly<Record<DialectName, RegExp>> = {
  sqlite: new RegExp(`${common}|\`[^\`]*\`|[\\s\\S]`, "g"),
  postgres: new RegExp(`\\b[eE]'(?:[^'\\\\]|\\\\[\\s\\S]|'')*'|(\\$\\w*\\$)[\\s\\S]*?\\1|${common}|[\\s\\S]`, "g"),
  mysql: new RegExp(
    `'(?:[^'\\\\]|\\\\[\\s\\S]|'')*'|"(?:[^"\\\\]|\\\\[\\s\\S]|"")*"|\`[^\`]*\`|#[^\\n]*|${common}|^DELIMITER[ \\t]+\\S+[^\\n]*|[\\s\\S]`,
    "gim",
  ),
}

/**
 * The statements of a text, without the semicolons between them. Where a statement of MySQL has semicolons of its
 * own, a line `DELIMITER //` says what ends one instead, as in MySQL's own client.
 */
export function splitStatements(sql: string, dialect: DialectName): string[] {
  const found: string[] = []
  let delimiter = ";"
  let current = ""
  const end = (): void => {
    if (withoutComments(current) !== "") found.push(current.trim())
    current = ""
  }
  for (const [token] of sql.matchAll(tokens[dialect])) {
    const changed = /^DELIMITER[ \t]+(\S+)/i.exec(token)?.[1]
    if (changed !== undefined) {
      end()
      delimiter = changed
      continue
    }
    current += token
    if (token.length > 1 || !current.endsWith(delimiter)) continue
    current = current.slice(0, -delimiter.length)
    end()
  }
  end()
  return found
}

/** The statement that would end the transaction which a migration runs in, or begin another one. */
export function transactionControl(statements: readonly string[]): string | undefined {
  const control = /^(BEGIN|COMMIT|ROLLBACK|END|START\s+TRANSACTION)\b/i
  return statements.map((statement) => withoutComments(statement)).find((statement) => control.test(statement))
}

/** Executable comments of MySQL stay: they are none. */
function withoutComments(sql: string): string {
  return sql.replace(/^(?:\s|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\*(?![!M])[\s\S]*?\*\/)+/, "").trim()
}
