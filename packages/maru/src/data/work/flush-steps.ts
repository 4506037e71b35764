import type { Statement, Step, WriteResult } from "../engine.ts"
import { StaleData } from "../errors.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import { entityKeyParts, keyText, setColumns } from "../model/table/key.ts"
import { onlyRead } from "../model/entity/only-read.ts"
import type { Column, Table } from "../model/table/table.ts"
import type { Compiler } from "../query/compile/compiler.ts"
import { linkStatement } from "../query/compile/write-statements.ts"
import { nextVersion, stampTimes, syncForeignKeys, touched } from "./entity-sync.ts"
import { generatedColumns } from "./generated-columns.ts"
import type { LinkChange } from "./link-change.ts"
import { validateChanges, validateWhole } from "./validation.ts"

/** What happens to the unit of work when a row has been written. */
export interface Written {
  inserting(entity: EntityObject, generated: string[]): void
  inserted(entity: EntityObject, mapper: Mapper): void
  /** The database computed columns, which are still to be read. */
  computed(entity: EntityObject): void
  updated(entity: EntityObject): void
  deleted(entity: EntityObject, mapper: Mapper): void
  /** The row says that it is deleted, and is still there. */
  marked(entity: EntityObject, mapper: Mapper): void
  linked(change: LinkChange): void
}

/** Inserts entities of one table. @throws ValidationFailed before anything is written */
export function insertSteps(entities: readonly EntityObject[], compiler: Compiler, written: Written): Step[] {
  const { table } = entityState(entities[0]!)
  const mapper = compiler.mapper(table)
  for (const entity of entities) validateWhole(entity, table)
  if (entities.length === 1) return [insertStep(entities, mapper, compiler, written)]
  const groups = Map.groupBy(entities, (entity) => insertShape(entity, table))
  return [...groups.values()].map((group) => insertStep(group, mapper, compiler, written))
}

/** Equal for entities that one statement inserts: they lack the same columns. */
function insertShape(entity: EntityObject, table: Table): string {
  return [hasKey(entity, table), ...omittedColumns(entity, table).map(({ position }) => position)].join()
}

function hasKey(entity: EntityObject, table: Table): boolean {
  const { key } = generatedColumns(table)
  return key === undefined || (entity[key.property] ?? undefined) !== undefined
}

/** Columns that the database computes, because the entity does not say them. */
function omittedColumns(entity: EntityObject, table: Table): readonly Column[] {
  const { omittable } = generatedColumns(table)
  return omittable.length === 0 ? omittable : omittable.filter((column) => entity[column.property] === undefined)
}

function insertStep(entities: readonly EntityObject[], mapper: Mapper, compiler: Compiler, written: Written): Step {
  const { table } = mapper
  const withKey = hasKey(entities[0]!, table)
  const omitted = omittedColumns(entities[0]!, table)
  const statement = compiler.writes(mapper).insert(withKey, omitted)
  return {
    statement,
    table,
    count: entities.length,
    insert: statement.insert,
    parameters(index) {
      const entity = entities[index]!
      syncForeignKeys(entity, entityState(entity))
      const stamped = stampTimes(entity, table)
      if (!withKey) stamped.push(statement.insert.generated!.property)
      stamped.push(...omitted.map(({ property }) => property))
      written.inserting(entity, stamped)
      return mapper.write(entity, statement.positions)
    },
    done(index, { key }) {
      const entity = entities[index]!
      if (!withKey) entity[statement.insert.generated!.property] = Number(key)
      const state = entityState(entity)
      state.status = "stored"
      state.row = mapper.snapshot(entity)
      state.offset = 0
      written.inserted(entity, mapper)
      if (omitted.length > 0) written.computed(entity)
    },
  }
}

/** Writes the columns of an entity that have changed. @throws ValidationFailed before anything is written */
export function updateStep(
  entity: EntityObject,
  mapper: Mapper,
  changed: readonly number[],
  compiler: Compiler,
  written: Written,
): Step {
  const state = entityState(entity)
  const { table } = state
  if (table.view) throw onlyRead(table)
  if (changed.some((position) => table.columns[position]!.primary)) {
    throw new TypeError(`The key of a ${table.label} cannot change. Delete it and add another one.`)
  }
  validateChanges(entity, table, changed)
  const more = touched(entity, table, changed)
  const positions = more.length === 0 ? changed : [...new Set([...changed, ...more])].sort((a, b) => a - b)
  const statement = compiler.writes(mapper).update(positions)
  return {
    ...single(statement, table),
    parameters() {
      syncForeignKeys(entity, state)
      nextVersion(entity, state)
      return [...mapper.write(entity, positions), ...rowParameters(entity, mapper)]
    },
    done(_index, result) {
      checkFound(entity, table, result)
      for (const position of positions) state.row[state.offset + position] = mapper.kept(entity, position)
      written.updated(entity)
      if (generatedColumns(table).computedByUpdate) written.computed(entity)
    },
  }
}

/** @param purge whether the row goes away, also where deleting only marks it */
export function deleteStep(entity: EntityObject, purge: boolean, compiler: Compiler, written: Written): Step {
  const { table } = entityState(entity)
  const mapper = compiler.mapper(table)
  if (table.deletion && !purge) return markStep(entity, table.deletion, mapper, compiler, written)
  return {
    ...single(compiler.writes(mapper).delete(), table),
    parameters: () => rowParameters(entity, mapper),
    done(_index, result) {
      // A row that is gone is as it should be, unless its version tells that somebody else changed it.
      if (table.version) checkFound(entity, table, result)
      written.deleted(entity, mapper)
    },
  }
}

/** Deletes a row by saying so in it. */
function markStep(entity: EntityObject, deletion: Column, mapper: Mapper, compiler: Compiler, written: Written): Step {
  const state = entityState(entity)
  const { table } = state
  const positions = [deletion, table.version].flatMap((column) => (column ? [column.position] : []))
  return {
    ...single(compiler.writes(mapper).update(positions), table),
    parameters() {
      entity[deletion.property] = new Date()
      nextVersion(entity, state)
      return [...mapper.write(entity, positions), ...rowParameters(entity, mapper)]
    },
    done(_index, result) {
      if (table.version) checkFound(entity, table, result)
      const row = mapper.snapshot(entity)
      for (const position of positions) state.row[state.offset + position] = row[position]
      written.marked(entity, mapper)
    },
  }
}

export function linkStep(change: LinkChange, compiler: Compiler, written: Written): Step {
  const { entity, target, way, linked, values } = change
  if (values) return pivotStep(change, values, compiler, written)
  const [own, other] = [compiler.mapper(way.own), compiler.mapper(way.target)]
  return {
    ...single(linkStatement(way.link!, linked, compiler.dialect), way.own),
    parameters: () => [...own.write(entity, own.keyPositions), ...other.write(target, other.keyPositions)],
    done: () => written.linked(change),
  }
}

/** Writes a link that has columns of its own, or does nothing where there is such a link. */
function pivotStep(change: LinkChange, values: EntityObject, compiler: Compiler, written: Written): Step {
  const pivot = change.way.link!.pivot!
  const mapper = compiler.mapper(pivot.table)
  const omitted = new Set(omittedColumns(values, pivot.table).map(({ position }) => position))
  const positions = mapper.columns
    .filter(({ generated, position }) => generated !== "key" && !omitted.has(position))
    .map(({ position }) => position)
  return {
    ...single(compiler.writes(mapper).insertUnlessThere(positions, [...pivot.own, ...pivot.target]), pivot.table),
    parameters() {
      setColumns(values, pivot.own, entityKeyParts(change.way.own, change.entity))
      setColumns(values, pivot.target, entityKeyParts(change.way.target, change.target))
      stampTimes(values, pivot.table)
      return mapper.write(values, positions)
    },
    done: () => written.linked(change),
  }
}

function single(statement: Statement, table: Table): Pick<Step, "statement" | "table" | "count" | "insert"> {
  return { statement, table, count: 1, insert: undefined }
}

/** The key of an entity and the version that was read, as parameters. */
function rowParameters(entity: EntityObject, mapper: Mapper): unknown[] {
  const parameters = mapper.write(entity, mapper.keyPositions)
  const { version } = mapper.table
  const { row, offset } = entityState(entity)
  return version ? [...parameters, row[offset + version.position]] : parameters
}

function checkFound(entity: EntityObject, table: Table, { changes }: WriteResult): void {
  if (changes === 0) throw new StaleData(table.label, keyText(table, entity), table.version !== undefined)
}
