import type { z } from "zod"
import { StartError } from "../../../errors/start-error.ts"
import { columnType } from "../columns/column-kind.ts"
import { traitsOf } from "../columns/column.ts"
import { type Declaration, declarationOf } from "../declaration.ts"
import { type Whole, readEmbedded } from "../columns/embedded.ts"
import { foreignProperty, snakeCase } from "../columns/naming.ts"
import type { Column, TableRelation } from "./table.ts"
import { readRelation } from "./relations.ts"

type Unplaced = Omit<Column, "position">

/** The columns of a model in the order in which it declares them, foreign keys where their relations stand. */
export function tableColumns(
  declaration: Declaration,
  relations: ReadonlyMap<string, TableRelation>,
): readonly Column[] {
  const columns = Object.keys(declaration.fields).flatMap((property): readonly Unplaced[] => {
    const schema = declaration.schemas[property]
    if (schema) return ownColumns(declaration, property, schema)
    const relation = relations.get(property)!
    return relation.kind === "belongsTo" ? foreignColumns(declaration, relation, [declaration]) : []
  })
  return columns.map((column, position) => Object.freeze({ ...column, position }))
}

function ownColumns(declaration: Declaration, property: string, schema: z.ZodType): readonly Unplaced[] {
  const traits = traitsOf(schema)
  if (!traits.embedded) return [ownColumn(declaration, property, schema)]
  const read = readEmbedded(property, schema)
  if (typeof read === "string") throw invalid(declaration, property, read)
  const prefix = traits.named ?? nameIn(declaration, property)
  return Object.entries(read.shape).map(([field, part]) => embeddedColumn(declaration, read.whole, prefix, field, part))
}

/** The column of a field of a value object. */
function embeddedColumn(
  declaration: Declaration,
  whole: Whole,
  prefix: string,
  field: string,
  schema: z.ZodType,
): Unplaced {
  const property = `${whole.property}.${field}`
  const column = ownColumn(declaration, property, schema)
  const { generated, primary, hidden, embedded } = column
  if (generated || primary || hidden || embedded) {
    const reason = "a field of a value object is no key, is not generated or embedded, and is not hidden by itself"
    throw invalid(declaration, property, reason)
  }
  return {
    ...column,
    // A codec of the whole gives what is stored.
    conversion: whole.conversion ? undefined : column.conversion,
    hidden: traitsOf(whole.schema).hidden,
    nullable: column.nullable || whole.nullable,
    path: [whole.property, field],
    name: `${prefix}_${column.named ?? nameIn(declaration, field)}`,
    whole,
  }
}

function nameIn({ options }: Declaration, property: string): string {
  return (options.naming ?? snakeCase)(property)
}

function invalid(declaration: Declaration, property: string, reason: string): StartError {
  const place = `The column "${property}" of the model "${declaration.table}"`
  return new StartError("model-invalid", `${place} does not work: ${reason}.`, [declaration.source])
}

function ownColumn(declaration: Declaration, property: string, schema: z.ZodType): Unplaced {
  const type = columnType(schema)
  if (typeof type === "string") throw invalid(declaration, property, type)
  const traits = traitsOf(schema)
  const name = traits.named ?? nameIn(declaration, property)
  return { ...type, ...traits, path: [property], property, name, schema, whole: undefined, relation: undefined }
}

/** One column for each column of the other row's key. */
function foreignColumns(
  declaration: Declaration,
  relation: TableRelation,
  way: readonly Declaration[],
): readonly Unplaced[] {
  const target = declarationOf(relation.target)!
  const key = keyColumns(target, [...way, target])
  const property = foreignProperty(relation.property)
  return key.map((part): Unplaced => {
    const path = key.length === 1 ? [property] : [property, ...part.path]
    const start = relation.options.column ?? nameIn(declaration, key.length === 1 ? property : relation.property)
    const name = key.length === 1 ? start : `${start}_${part.name}`
    return {
      ...part,
      nullable: relation.nullable,
      absent: null,
      primary: relation.options.primary === true,
      generated: undefined,
      default: undefined,
      onUpdate: undefined,
      unique: relation.options.unique === true && key.length === 1,
      index: true,
      path,
      property: path.join("."),
      name,
      schema: undefined,
      whole: undefined,
      relation: relation.property,
    }
  })
}

/** The key of a model whose table may not exist yet. @param way the models that led here */
function keyColumns(declaration: Declaration, way: readonly Declaration[]): readonly Unplaced[] {
  const columns = Object.keys(declaration.fields).flatMap((property): readonly Unplaced[] => {
    const schema = declaration.schemas[property]
    if (schema) return traitsOf(schema).primary ? [ownColumn(declaration, property, schema)] : []
    const relation = readRelation(declaration, property)
    if (relation.kind !== "belongsTo" || relation.options.primary !== true) return []
    const target = declarationOf(relation.target)!
    if (!way.includes(target)) return foreignColumns(declaration, relation, way)
    throw new StartError(
      "model-invalid",
      `The keys of the models "${declaration.table}" and "${target.table}" contain each other.`,
      [declaration.source, target.source],
    )
  })
  if (columns.length > 0) return columns
  const message = `The model "${declaration.table}" has no primary key. Declare a column as id: primaryKey().`
  throw new StartError("model-invalid", message, [declaration.source])
}
