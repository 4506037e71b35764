import type { Operation } from "../../../migrate/diff/operation.ts"
import type { Schema } from "../../../migrate/schema/schema.ts"
import { alterations } from "./alteration.ts"
import { detours } from "./detours.ts"
import { quote } from "./quote.ts"
import { createTable, dropPartSql, partSql } from "./table-sql.ts"

/**
 * The statements of operations. What changes in one table is one ALTER: it happens as a whole or not at all, which
 * is all that MySQL promises for a change of tables.
 */
export function statements(operations: readonly Operation[], _from: Schema, to: Schema): string[] {
  const around = detours(operations, to)
  const checks = around.filter(({ part }) => part.kind === "check")
  const foreignKeys = around.filter(({ part }) => part.kind === "foreign key")
  const take = (each: { readonly table: string; readonly part: Parameters<typeof dropPartSql>[0] }): string =>
    `ALTER TABLE ${quote(each.table)} ${dropPartSql(each.part)}`
  const put = (each: { readonly table: string; readonly part: Parameters<typeof partSql>[0] }): string =>
    `ALTER TABLE ${quote(each.table)} ADD ${partSql(each.part)}`
  const steps = operations.flatMap((operation) => asDropAndAdd(operation))
  return [
    ...of(steps, "drop view").map(({ view }) => `DROP VIEW ${quote(view.name)}`),
    ...of(steps, "rename table").map(({ from, to }) => `RENAME TABLE ${quote(from)} TO ${quote(to)}`),
    ...[...checks, ...of(steps, "drop part").filter(({ part }) => part.kind === "check"), ...foreignKeys].map(take),
    ...of(steps, "rename column").map(
      ({ table, from, to }) => `ALTER TABLE ${quote(table)} RENAME COLUMN ${quote(from)} TO ${quote(to)}`,
    ),
    ...of(steps, "drop part")
      .filter(({ part }) => part.kind === "foreign key")
      .map(take),
    ...of(steps, "drop table").map(({ table }) => `DROP TABLE ${quote(table.name)}`),
    ...alterations(steps),
    ...of(steps, "create table").map(({ table }) => createTable(table)),
    ...[...checks, ...foreignKeys].map(put),
    ...of(steps, "add part")
      .filter(({ part }) => part.kind === "foreign key")
      .map(put),
    ...of(steps, "create view").map(({ view }) => `CREATE VIEW ${quote(view.name)} AS ${view.query}`),
  ]
}

function of<K extends Operation["kind"]>(steps: readonly Operation[], kind: K): Extract<Operation, { kind: K }>[] {
  return steps.filter((step) => step.kind === kind) as Extract<Operation, { kind: K }>[]
}

/** MySQL renames indexes, but no constraints. */
function asDropAndAdd(operation: Operation): Operation[] {
  if (operation.kind !== "rename part") return [operation]
  if (operation.to.kind === "index" || operation.to.kind === "unique") return [operation]
  const { table, from, to } = operation
  return [
    { kind: "drop part", table, part: from },
    { kind: "add part", table, part: to },
  ]
}
