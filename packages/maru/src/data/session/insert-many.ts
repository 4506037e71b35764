import type { Step } from "../engine.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { columnValue } from "../model/table/key.ts"
import type { Table } from "../model/table/table.ts"
import type { AnyModel, ForeignKey, Insert, RelationKey } from "../model/types.ts"
import type { Compiler } from "../query/compile/compiler.ts"
import { stampTimes, syncForeignKeys } from "../work/entity-sync.ts"
import { entityState } from "../model/entity/entity-state.ts"
import type { UnitOfWork } from "../work/unit-of-work.ts"
import { validateWhole } from "../work/validation.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

type Owners<F> = RelationKey<F, "belongsTo">

/** A row as `new Model(...)` takes it; what it belongs to also by its key: `{ title, authorId: 1 }`. */
export type NewRow<M extends AnyModel> =
  | Insert<M["fields"]>
  | (Omit<Insert<M["fields"]>, Owners<M["fields"]>> & {
      readonly [K in Owners<M["fields"]> as `${K & string}Id`]: ForeignKey<M["fields"][K]>
    })

/** Writes rows in one step, for which an engine has statements of several rows. */
export async function insertMany(
  table: Table,
  rows: Iterable<object>,
  compiler: Compiler,
  holder: TransactionHolder,
  work: UnitOfWork,
): Promise<number> {
  holder.check()
  const mapper = compiler.mapper(table)
  const entities = newRows(table, rows)
  if (entities.length === 0) return 0
  const generated = table.key.find((column) => column.generated === "key")
  const steps = [true, false]
    .map((withKey) => entities.filter((entity) => hasKey(entity, generated?.property) === withKey))
    .filter((group) => group.length > 0)
    .map((group) => insertStep(group, hasKey(group[0]!, generated?.property), mapper, compiler))
  await holder.write((transaction) => transaction.write(steps))
  work.insertedUnseen(new Set([table]))
  return entities.length
}

/** Rows that are complete and fit their model, as entities that nobody keeps. @throws ValidationFailed */
export function newRows(table: Table, rows: Iterable<object>): EntityObject[] {
  return Array.from(rows, (row) => {
    const entity = new table.model(row) as EntityObject
    for (const column of table.columns) {
      const given = columnValue(row, column)
      if (column.relation !== undefined && given !== undefined)
        entity[column.path[0]!] = (row as EntityObject)[column.path[0]!]
    }
    const { related } = entityState(entity)
    for (const name in related) if (related[name] === null) delete related[name]
    validateWhole(entity, table)
    syncForeignKeys(entity, entityState(entity))
    stampTimes(entity, table)
    return entity
  })
}

function hasKey(entity: EntityObject, generated: string | undefined): boolean {
  return generated === undefined || (entity[generated] ?? undefined) !== undefined
}

function insertStep(entities: readonly EntityObject[], withKey: boolean, mapper: Mapper, compiler: Compiler): Step {
  const statement = compiler.writes(mapper).insert(withKey)
  return {
    statement,
    table: mapper.table,
    count: entities.length,
    insert: statement.insert,
    parameters: (index) => mapper.write(entities[index]!, statement.positions),
    done: () => undefined,
  }
}
