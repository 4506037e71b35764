import { faultyParts, partsOf } from "../model/columns/embedded.ts"
import type { EntityObject, MappedColumn, MappedProperty, Mapping } from "./mapping.ts"
import { mappedProperties } from "./mapping.ts"

// Straight code for each model: three times as fast as loops over the columns on Node, ten times on Bun
// (decision 0004).
// Every name is quoted by JSON.stringify; `plain-mapping.ts` does the same where this is forbidden.

/** The mapping as functions compiled from text. */
export function generateMapping(columns: readonly MappedColumn[], prototype: object): Mapping {
  const codecs = columns.map((column) => column.codec)
  const properties = mappedProperties(columns)
  const wholes = properties.map(({ conversion }) => conversion)
  const code = `"use strict"
${columns.map((_, place) => `const c${place} = codecs[${place}]`).join("\n")}
${properties.map((_, place) => `const w${place} = wholes[${place}]`).join("\n")}
function Entity(r, o) {
let v
${properties.map((property, place) => readCode("this", property, place)).join("\n")}
}
function assign(e, r, o) {
let v
${properties.map((property, place) => readCode("e", property, place)).join("\n")}
}
function changes(e, r, o) {
let changed, v, k
${properties.map(propertyChangeCode).join("\n")}
return changed
}
return { Entity, assign, changes }`
  const made = new Function("codecs", "wholes", "partsOf", "faulty", code)(codecs, wholes, partsOf, faultyParts) as Made
  // A function with this prototype makes instances of the user's class without running its constructor.
  made.Entity.prototype = prototype
  const { Entity, assign, changes } = made
  return { hydrate: (row, offset) => new Entity(row, offset), assign, changes }
}

interface Made extends Pick<Mapping, "assign" | "changes"> {
  Entity: { new (row: unknown[], offset: number): EntityObject; prototype: object }
}

function readCode(entity: string, property: MappedProperty, place: number): string {
  const { columns, absent } = property
  const target = `${entity}[${JSON.stringify(property.name)}]`
  if (!property.composite) return `${target} = ${valueCode(columns[0]!)}`
  const object = objectCode(columns, 1)
  const value = property.conversion ? `w${place}.decode(${object})` : object
  if (!property.nullable) return `${target} = ${value}`
  const nothing = columns.map((column) => `${stored(column)} === null`).join(" && ")
  return `if (${nothing}) ${target} = ${String(absent)}; else ${target} = ${value}`
}

/** An object of the columns, nested as their paths say. */
function objectCode(columns: readonly MappedColumn[], depth: number): string {
  const members = [...Map.groupBy(columns, ({ path }) => path[depth]!)].map(([name, own]) => {
    const value = own[0]!.path.length > depth + 1 ? objectCode(own, depth + 1) : valueCode(own[0]!)
    return `${JSON.stringify(name)}: ${value}`
  })
  return `{ ${members.join(", ")} }`
}

function stored({ position }: MappedColumn): string {
  return `r[o + ${position}]`
}

function valueCode(column: MappedColumn): string {
  const slot = stored(column)
  const absent = String(column.absent)
  if (column.codec.plain)
    return column.nullable && absent === "undefined" ? `(${slot} === null ? undefined : ${slot})` : slot
  const codec = `c${column.position}`
  return `(${slot} === null ? ${absent} : (v = ${codec}.read(${slot}), ${slot} = ${codec}.keep(v, ${slot}), v))`
}

function propertyChangeCode({ name, columns, conversion }: MappedProperty, place: number): string {
  if (!conversion) return columns.map((column) => changeCode(column, "e", column.path)).join("\n")
  const parts = `p${place}`
  const made = `const ${parts} = partsOf(w${place}, e[${JSON.stringify(name)}])`
  const faulty = `if (${parts} === faulty) (changed ??= []).push(${columns[0]!.position})`
  return [made, faulty, ...columns.map((column) => changeCode(column, `${parts}?.`, column.path.slice(1)))].join("\n")
}

/** @param start what the path leads on from */
function changeCode(column: MappedColumn, start: string, way: readonly string[]): string {
  const { codec, nullable, path, position } = column
  const value = start + way.map((name, depth) => `${depth > 0 ? "?." : ""}[${JSON.stringify(name)}]`).join("")
  const push = `(changed ??= []).push(${position})`
  if (codec.plain && !nullable && path.length === 1) return `if (${value} !== ${stored(column)}) ${push}`
  const differs = codec.plain ? "v !== k" : `v !== k && (v === null || k === null || c${position}.changed(v, k))`
  return `v = ${value} ?? null; k = ${stored(column)}; if (${differs}) ${push}`
}
