import { partsOf } from "../columns/embedded.ts"
import type { Column, Table } from "./table.ts"

type Values = Readonly<Record<string, unknown>>

/** The value of a column in an entity, or in anything of the same shape. */
export function columnValue(entity: object, { path, whole }: Pick<Column, "path" | "whole">): unknown {
  let value: unknown = (entity as Values)[path[0]!]
  if (whole?.conversion) value = partsOf(whole.conversion, value)
  for (let depth = 1; depth < path.length; depth++) value = (value as Values | null | undefined)?.[path[depth]!]
  return value
}

/** The key of an entity as `session.get` takes it: a value, or an object where several columns are the key. */
export function keyOf(table: Table, entity: object): unknown {
  if (table.key.length === 1) return columnValue(entity, table.key[0]!)
  return Object.freeze(Object.fromEntries(table.key.map(({ path }) => [path[0]!, (entity as Values)[path[0]!]])))
}

/** The columns of a key in their order. @param key as `session.get` takes it */
export function keyParts(table: Table, key: unknown): unknown[] {
  if (table.key.length === 1) return [key]
  if (typeof key === "object" && key !== null) return table.key.map((column) => columnValue(key, column))
  const names = table.key.map(({ property }) => property).join(", ")
  throw new TypeError(`The key of a ${table.label} has several parts. Give an object with ${names}.`)
}

/** The columns of an entity's key in their order. */
export function entityKeyParts(table: Table, entity: object): unknown[] {
  return table.key.map((column) => columnValue(entity, column))
}

/** What a key is found by in a map: equal for equal keys. Undefined where a part is missing. */
export function identityOf(parts: readonly unknown[]): unknown {
  if (parts.length === 1) return parts[0] ?? undefined
  let identity = ""
  for (const part of parts) {
    if (part === null || part === undefined) return undefined
    // The length keeps ("a|b", "c") apart from ("a", "b|c").
    const text = String(part)
    identity += `${text.length}|${text}|`
  }
  return identity
}

/** What a key as `session.get` takes it is found by. */
export function keyIdentity(table: Table, key: unknown): unknown {
  return table.key.length === 1 ? (key ?? undefined) : identityOf(keyParts(table, key))
}

/** A key as messages name it. */
export function keyText(table: Table, entity: object): string {
  return entityKeyParts(table, entity).map(String).join(", ")
}

/** Sets the columns of a value, which are one property or one object of an entity together. */
export function setColumns(entity: object, columns: readonly Column[], values: readonly unknown[]): void {
  const target = entity as Record<string, unknown>
  if (columns[0]!.path.length === 1) {
    target[columns[0]!.path[0]!] = values[0]
    return
  }
  const made: Record<string, unknown> = {}
  for (const [place, { path }] of columns.entries()) {
    let inner = made
    for (const name of path.slice(0, -1)) inner = (inner[name] ??= {}) as Record<string, unknown>
    inner[path.at(-1)!] = values[place]
  }
  Object.assign(target, values.every((value) => value === null) ? { [columns[0]!.path[0]!]: null } : made)
}
