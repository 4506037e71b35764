/** SQL of a model's own: a default, a check, a view. It is a part of the schema, so it has no parameters. */
export class SqlText {
  readonly #texts: Readonly<Record<Engine, string>>

  /** @internal Made by `sql`. */
  constructor(texts: Readonly<Record<Engine, string>>) {
    this.#texts = texts
  }

  /** The text for an engine. */
  for(engine: Engine): string {
    return this.#texts[engine]
  }
}

type Engine = "sqlite" | "postgres" | "mysql"

/**
 * SQL that is a part of a model: `` defaultTo(z.int(), sql`abs(random() % 100)`) ``, `` checks: { ends: sql`starts_at < ends_at` } ``.
 * Columns have their names in the database. Nothing can be put in, for a schema has no parameters. Where engines differ,
 * say it for each: `sql({ sqlite: "...", postgres: "...", mysql: "..." })`.
 */
export function sql(
  text: TemplateStringsArray | Readonly<Record<Engine, string>>,
  ...values: readonly never[]
): SqlText {
  if (values.length > 0) throw new TypeError("SQL of a model has no parameters: write the value into the text.")
  if (!Array.isArray(text)) return new SqlText({ ...(text as Record<Engine, string>) })
  const only = (text as unknown as TemplateStringsArray).join("").trim()
  return new SqlText({ sqlite: only, postgres: only, mysql: only })
}

/** The time of the statement, as each engine stores a date. */
export const now: SqlText = new SqlText({
  sqlite: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
  postgres: "CURRENT_TIMESTAMP(3)",
  mysql: "UTC_TIMESTAMP(3)",
})
