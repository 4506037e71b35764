import type { Table } from "../table/table.ts"

/** What whoever writes a row of a view is told. */
export function onlyRead({ label }: Table): TypeError {
  return new TypeError(`${label} is a view: its rows are read, never added, changed or deleted.`)
}
