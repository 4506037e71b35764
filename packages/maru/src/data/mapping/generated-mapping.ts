import type { EntityObject, MappedColumn, Mapping } from "./mapping.ts"

// Straight code for each model: three times as fast as loops over the columns on Node, ten times on Bun
// (decision 0004).
// Every name is quoted by JSON.stringify; `plain-mapping.ts` does the same where this is forbidden.

/** The mapping as functions compiled from text. */
export function generateMapping(columns: readonly MappedColumn[], prototype: object): Mapping {
  const codecs = columns.map((column) => column.codec)
  const code = `"use strict"
${columns.map((_, place) => `const c${place} = codecs[${place}]`).join("\n")}
function Entity(r, o) {
${columns.map((column, place) => readCode("this", column, place)).join("\n")}
}
function assign(e, r, o) {
${columns.map((column, place) => readCode("e", column, place)).join("\n")}
}
function changes(e, r, o) {
let changed, v, k
${columns.map(changeCode).join("\n")}
return changed
}
return { Entity, assign, changes }`
  const made = new Function("codecs", code)(codecs) as Made
  // A function with this prototype makes instances of the user's class without running its constructor.
  made.Entity.prototype = prototype
  const { Entity, assign, changes } = made
  return { hydrate: (row, offset) => new Entity(row, offset), assign, changes }
}

interface Made extends Pick<Mapping, "assign" | "changes"> {
  Entity: { new (row: unknown[], offset: number): EntityObject; prototype: object }
}

function readCode(entity: string, column: MappedColumn, place: number): string {
  const target = `${entity}[${JSON.stringify(column.property)}]`
  const stored = `r[o + ${place}]`
  const absent = column.absent === null ? "null" : "undefined"
  if (column.codec.plain) {
    return column.nullable && absent === "undefined"
      ? `${target} = ${stored} === null ? undefined : ${stored}`
      : `${target} = ${stored}`
  }
  const read = `{ const v = c${place}.read(${stored}); ${target} = v; ${stored} = c${place}.keep(v, ${stored}) }`
  return `if (${stored} === null) ${target} = ${absent}; else ${read}`
}

function changeCode(column: MappedColumn, place: number): string {
  const value = `e[${JSON.stringify(column.property)}]`
  const push = `(changed ??= []).push(${place})`
  if (column.codec.plain && !column.nullable) return `if (${value} !== r[o + ${place}]) ${push}`
  const differs = column.codec.plain ? "v !== k" : `v !== k && (v === null || k === null || c${place}.changed(v, k))`
  return `v = ${value} ?? null; k = r[o + ${place}]; if (${differs}) ${push}`
}
