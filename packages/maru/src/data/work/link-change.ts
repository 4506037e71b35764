import type { EntityObject } from "../mapping/mapping.ts"
import type { Way } from "../model/table/way.ts"

/** Two entities that are to be linked, or no longer. */
export interface LinkChange {
  readonly entity: EntityObject
  readonly relation: string
  readonly target: EntityObject
  readonly way: Way
  readonly linked: boolean
  /** Columns of the link itself, where its table is a model. */
  readonly values: EntityObject | undefined
}
