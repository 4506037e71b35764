import type { SchemaPart } from "../schema/schema.ts"
import type { Operation } from "./operation.ts"

/** An operation in a few words: "add column posts.body". */
export function describeOperation(operation: Operation): string {
  switch (operation.kind) {
    case "create table":
    case "drop table":
      return `${operation.kind} ${operation.table.name}`
    case "rename table":
      return `rename table ${operation.from} to ${operation.to}`
    case "create view":
    case "drop view":
      return `${operation.kind} ${operation.view.name}`
    case "add column":
    case "drop column":
      return `${operation.kind} ${operation.table}.${operation.column.name}`
    case "rename column":
      return `rename column ${operation.table}.${operation.from} to ${operation.to}`
    case "alter column":
      return `alter column ${operation.table}.${operation.to.name}`
    case "add key":
    case "drop key":
      return `${operation.kind === "add key" ? "add" : "drop"} primary key of ${operation.table}`
    case "rename part":
      return `rename ${nameOf(operation.from)} to ${operation.to.name}`
    default:
      return `${operation.kind === "add part" ? "add" : "drop"} ${nameOf(operation.part)}`
  }
}

function nameOf({ kind, name }: SchemaPart): string {
  return kind === "unique" ? `unique constraint ${name}` : `${kind} ${name}`
}
