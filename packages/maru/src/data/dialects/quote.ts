// As the SQL standard quotes; MySQL has a way of its own.

/** A table's or column's name, so that any name is safe. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Names in a list. */
export function quoteAll(names: readonly string[]): string {
  return names.map((name) => quote(name)).join(", ")
}

/** A value as it is written into SQL. */
export function literal(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`
}
