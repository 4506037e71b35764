/** What nobody can know from two schemas alone, as the user said it. Names are those of the database. */
export interface Answers {
  /** Tables that got another name: from the old one to the new one. */
  readonly tables: ReadonlyMap<string, string>
  /** Columns that got another name, "table.column" as it was, to the new name of the column. */
  readonly columns: ReadonlyMap<string, string>
  /** What is really to be dropped: "table" or "table.column". */
  readonly drops: ReadonlySet<string>
  /** SQL of the value for rows that have none: by "table.column" as it will be. */
  readonly fills: ReadonlyMap<string, string>
}

export const noAnswers: Answers = Object.freeze({
  tables: new Map(),
  columns: new Map(),
  drops: new Set<string>(),
  fills: new Map(),
})

/** The answers for the way back: names are changed back, and what is lost has no value. */
export function reversed({ tables, columns }: Answers): Answers {
  const back = [...columns].map(([place, to]): [string, string] => {
    const [table, column] = splitPlace(place)
    return [`${tables.get(table) ?? table}.${to}`, column]
  })
  const entries = [...tables].map(([from, to]): [string, string] => [to, from])
  return { ...noAnswers, tables: new Map(entries), columns: new Map(back) }
}

/** Table and column of "table.column". */
export function splitPlace(place: string): [table: string, column: string] {
  const dot = place.indexOf(".")
  return [place.slice(0, dot), place.slice(dot + 1)]
}
