import type { Operation } from "./operation.ts"

/** What an operation destroys for good. */
export interface Loss {
  /** "table" or "table.column". */
  readonly place: string
  /** In words: "drops the column posts.body with what it holds". */
  readonly text: string
}

/** What an operation loses; nothing, mostly. */
export function lossesOf(operation: Operation): readonly Loss[] {
  switch (operation.kind) {
    case "drop table": {
      const { name } = operation.table
      return [{ place: name, text: `drops the table ${name} with all its rows` }]
    }
    case "drop column": {
      const place = `${operation.table}.${operation.column.name}`
      return [{ place, text: `drops the column ${place} with what it holds` }]
    }
    case "alter column": {
      const { table, from, to } = operation
      const place = `${table}.${to.name}`
      return digitsOf(from.type) > digitsOf(to.type) ? [{ place, text: `rounds the numbers in ${place}` }] : []
    }
    default:
      return []
  }
}

/** Digits after the point that a type of numbers keeps; any other type keeps what it is given, or refuses it. */
function digitsOf(type: string): number {
  if (/^(real|double|float)/i.test(type)) return Infinity
  const [, scale] = /^(?:numeric|decimal)\(\d+(?:,(\d+))?\)/i.exec(type) ?? []
  if (scale !== undefined) return Number(scale)
  return /^(big|small|medium|tiny)?int|^(numeric|decimal)/i.test(type) ? 0 : NaN
}
