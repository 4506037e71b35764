import type { Operation } from "../../../migrate/diff/operation.ts"
import { quote, quoteAll } from "./quote.ts"
import { columnSql, defaultSql, dropPartSql, partSql } from "./table-sql.ts"

/** One ALTER for each table that changes, with what has to be done before and after it. */
export function alterations(operations: readonly Operation[]): string[] {
  const tables = Map.groupBy(operations.filter(alters), ({ table }) => table as string)
  return [...tables].flatMap(([table, steps]) => {
    const clauses = steps.flatMap(clausesOf)
    const alter = `ALTER TABLE ${quote(table)}\n${clauses.map((clause) => `  ${clause}`).join(",\n")}`
    return [...steps.flatMap(before), ...(clauses.length > 0 ? [alter] : []), ...steps.flatMap(after)]
  })
}

type Alteration = Extract<Operation, { readonly table: string }>

function alters(operation: Operation): operation is Alteration {
  if (operation.kind === "add part") return operation.part.kind !== "foreign key"
  if (operation.kind === "drop part") return operation.part.kind !== "foreign key" && operation.part.kind !== "check"
  const kinds = ["drop key", "add key", "add column", "drop column", "alter column", "rename part"]
  return kinds.includes(operation.kind)
}

function clausesOf(step: Alteration): string[] {
  switch (step.kind) {
    case "drop key":
      return ["DROP PRIMARY KEY"]
    case "add key":
      return [`ADD PRIMARY KEY (${quoteAll(step.columns)})`]
    case "add column":
      return [`ADD COLUMN ${columnSql(step.column, step.fill ?? step.column.default)}`]
    case "drop column":
      return [`DROP COLUMN ${quote(step.column.name)}`]
    case "alter column":
      return [`MODIFY COLUMN ${columnSql(step.to)}`]
    case "add part":
      return [`ADD ${partSql(step.part)}`]
    case "drop part":
      return [dropPartSql(step.part)]
    case "rename part":
      return [`RENAME INDEX ${quote(step.from.name)} TO ${quote(step.to.name)}`]
    default:
      return []
  }
}

function before(step: Alteration): string[] {
  if (step.kind !== "alter column" || step.fill === undefined) return []
  const name = quote(step.to.name)
  return [`UPDATE ${quote(step.table)} SET ${name} = ${step.fill} WHERE ${name} IS NULL`]
}

/** The value for rows that are there already is no default for new ones. */
function after(step: Alteration): string[] {
  if (step.kind !== "add column" || step.fill === undefined) return []
  const { name, type, default: value } = step.column
  const wanted = value === undefined ? "DROP DEFAULT" : `SET DEFAULT ${defaultSql(type, value)}`
  return [`ALTER TABLE ${quote(step.table)} ALTER COLUMN ${quote(name)} ${wanted}`]
}
