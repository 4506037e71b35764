import { StartError } from "../../../errors/start-error.ts"
import { type Declaration, declarationOf } from "../declaration.ts"
import type { Relation } from "../relation.ts"
import type { TableRelation } from "./table.ts"
import type { AnyModel } from "../types.ts"

/** Runs the getter of a relation. @throws StartError `model-invalid` */
export function readRelation(declaration: Declaration, property: string): TableRelation {
  const value: unknown = (declaration.fields as Record<string, unknown>)[property]
  const target = (value as Partial<Relation<unknown>> | undefined)?.target
  if (declarationOf(target)) return Object.freeze({ ...(value as Relation<AnyModel>), property })
  throw new StartError(
    "model-invalid",
    `The getter "${property}" of the model "${declaration.table}" does not return a relation to a model. Return belongsTo, hasOne, hasMany or manyToMany with a class that extends model(...).`,
    [declaration.source],
  )
}
