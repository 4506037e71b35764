import type { SchemaColumn, SchemaPart, SchemaTable } from "../schema/schema.ts"
import { type Spelling, sameColumn, signature } from "./comparison.ts"
import type { ColumnOperation, Operation, PartOperation } from "./operation.ts"

/** The operations of one table, by when their turn comes. */
export interface TableSteps {
  readonly dropForeignKeys: PartOperation[]
  readonly dropParts: Operation[]
  readonly columns: ColumnOperation[]
  readonly addParts: Operation[]
  readonly addForeignKeys: PartOperation[]
}

/**
 * The steps from one form of a table to another.
 *
 * @param from with the names of tables and columns as they will be
 * @param fill SQL of the value for rows that have none, by column
 */
export function tableSteps(
  from: SchemaTable,
  to: SchemaTable,
  fill: (column: SchemaColumn) => string | undefined,
  spelling: Spelling,
): TableSteps {
  const table = to.name
  const { dropped, added, renamed } = compareParts(from.parts, to.parts, spelling)
  const drop = dropped.map((part): PartOperation => ({ kind: "drop part", table, part }))
  const add = added.map((part): PartOperation => ({ kind: "add part", table, part }))
  const rename = renamed.map(([a, b]): PartOperation => ({ kind: "rename part", table, from: a, to: b }))
  const rekeyed = from.key.join() !== to.key.join()
  return {
    dropForeignKeys: drop.filter(isOfForeignKey),
    dropParts: [
      ...drop.filter((step) => !isOfForeignKey(step)),
      ...rename,
      ...(rekeyed && from.key.length > 0 ? [{ kind: "drop key", table, columns: from.key } as const] : []),
    ],
    columns: columnSteps(from, to, fill, spelling),
    addParts: [
      ...(rekeyed && to.key.length > 0 ? [{ kind: "add key", table, columns: to.key } as const] : []),
      ...add.filter((step) => !isOfForeignKey(step)),
    ],
    addForeignKeys: add.filter(isOfForeignKey),
  }
}

function isOfForeignKey(step: PartOperation): boolean {
  return step.kind !== "rename part" && step.part.kind === "foreign key"
}

function columnSteps(
  { columns: from }: SchemaTable,
  { name: table, columns: to }: SchemaTable,
  fill: (column: SchemaColumn) => string | undefined,
  spelling: Spelling,
): ColumnOperation[] {
  const before = new Map(from.map((column) => [column.name, column]))
  const after = new Set(to.map(({ name }) => name))
  const added = to.filter(({ name }) => !before.has(name))
  const altered = to.filter((column) => {
    const old = before.get(column.name)
    return old && !sameColumn(old, column, spelling)
  })
  return [
    ...added.map((column): ColumnOperation => ({ kind: "add column", table, column, fill: fill(column) })),
    ...altered.map((column): ColumnOperation => {
      const old = before.get(column.name)!
      const needed = old.nullable && !column.nullable
      return { kind: "alter column", table, from: old, to: column, fill: needed ? fill(column) : undefined }
    }),
    ...from
      .filter(({ name }) => !after.has(name))
      .map((column): ColumnOperation => ({ kind: "drop column", table, column })),
  ]
}

interface PartChanges {
  readonly dropped: readonly SchemaPart[]
  readonly added: readonly SchemaPart[]
  /** Those that are the same under another name. */
  readonly renamed: readonly (readonly [SchemaPart, SchemaPart])[]
}

function compareParts(from: readonly SchemaPart[], to: readonly SchemaPart[], spelling: Spelling): PartChanges {
  const left = Map.groupBy(from, (part) => signature(part, spelling))
  const added: SchemaPart[] = []
  const renamed: [SchemaPart, SchemaPart][] = []
  for (const part of to) {
    const alike = left.get(signature(part, spelling)) ?? []
    const place = Math.max(
      0,
      alike.findIndex(({ name }) => name === part.name),
    )
    const [old] = alike.splice(place, 1)
    if (!old) added.push(part)
    else if (old.name !== part.name) renamed.push([old, part])
  }
  return { dropped: [...left.values()].flat(), added, renamed }
}
