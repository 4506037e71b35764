import type { Awaitable, Reader, Row, Statement } from "../engine.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import type { Compiler } from "../query/compile/compiler.ts"

/** Reads what the database computed for rows that were just written: one statement for each model. */
export function readComputed(entities: ReadonlySet<EntityObject>, compiler: Compiler, reader: Reader): Awaitable<void> {
  const groups = Map.groupBy(entities, (entity) => compiler.mapper(entityState(entity).table))
  let reading: Promise<void> | undefined
  for (const [mapper, group] of groups) {
    const read = (): Awaitable<void> => readGroup(mapper, group, compiler, reader)
    reading = reading ? reading.then(read) : (read() ?? undefined)
  }
  return reading
}

function readGroup(
  mapper: Mapper,
  entities: readonly EntityObject[],
  compiler: Compiler,
  reader: Reader,
): Awaitable<void> {
  const keys = entities.map((entity) => mapper.write(entity, mapper.keyPositions))
  const parameters = [compiler.dialect.values.list(mapper.key).write(keys)]
  const rows = reader.rows(statementOf(mapper, compiler), parameters)
  const take = (found: readonly Row[]): void => takeIn(mapper, entities, found)
  return rows instanceof Promise ? rows.then(take) : take(rows)
}

const statements = new WeakMap<Mapper, Statement>()

/** All columns in their order: models with computed columns are few. */
function statementOf(mapper: Mapper, { dialect }: Compiler): Statement {
  const known = statements.get(mapper)
  if (known) return known
  const { table } = mapper
  const columns = table.columns.map((column) => dialect.values.select(column, `t0.${dialect.quote(column.name)}`))
  const key = table.key.map(({ name }) => `t0.${dialect.quote(name)}`)
  const member = key.length === 1 ? key[0]! : `(${key.join(", ")})`
  const from = `FROM ${dialect.quote(table.name)} AS t0 WHERE ${member} ${dialect.values.list(table.key).sql}`
  const sql = dialect.text.finish(`SELECT ${columns.join(", ")} ${from}`)
  const made = Object.freeze({ sql, hidden: table.key.some(({ hidden }) => hidden) ? [true] : undefined })
  statements.set(mapper, made)
  return made
}

function takeIn(mapper: Mapper, entities: readonly EntityObject[], rows: readonly Row[]): void {
  const found = new Map(rows.map((row) => [mapper.identityOfRow(row, 0), row]))
  for (const entity of entities) {
    const row = found.get(mapper.identityOf(entity))
    if (!row) continue
    const state = entityState(entity)
    for (const { property, position } of mapper.table.computed) {
      const { codec, absent } = mapper.columns[position]!
      const stored = row[position]
      const value = stored === null ? absent : codec.plain ? stored : codec.read(stored)
      entity[property] = value
      state.row[state.offset + position] = stored === null || codec.plain ? stored : codec.keep(value, stored)
    }
  }
}
