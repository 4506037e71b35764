import type { Row } from "../engine.ts"
import { faultyParts, partsOf } from "../model/columns/embedded.ts"
import { columnValue } from "../model/table/key.ts"
import { type EntityObject, type MappedColumn, type MappedProperty, type Mapping, mappedProperties } from "./mapping.ts"

/** The mapping as loops over the columns, for where no code may be generated. */
export function plainMapping(columns: readonly MappedColumn[], prototype: object): Mapping {
  const properties = mappedProperties(columns)
  const assign: Mapping["assign"] = (entity, row, offset) => {
    for (const property of properties) entity[property.name] = readProperty(property, row, offset)
  }
  return {
    assign,
    hydrate(row, offset) {
      const entity = Object.create(prototype) as EntityObject
      assign(entity, row, offset)
      return entity
    },
    changes(entity, row, offset) {
      let changed: number[] | undefined
      for (const { name, columns: own, conversion } of properties) {
        if (conversion && partsOf(conversion, entity[name]) === faultyParts) (changed ??= []).push(own[0]!.position)
        for (const column of own)
          if (hasChanged(entity, column, row[offset + column.position])) (changed ??= []).push(column.position)
      }
      return changed
    },
  }
}

function hasChanged(entity: EntityObject, column: MappedColumn, kept: unknown): boolean {
  const value = columnValue(entity, column) ?? null
  return value !== kept && (value === null || kept === null || column.codec.plain || column.codec.changed(value, kept))
}

function readProperty(property: MappedProperty, row: Row, offset: number): unknown {
  const { columns, composite, nullable, absent, conversion } = property
  if (!composite) return readColumn(columns[0]!, row, offset)
  if (nullable && columns.every(({ position }) => row[offset + position] === null)) return absent
  const object = readObject(columns, 1, row, offset)
  return conversion ? conversion.decode(object) : object
}

function readObject(columns: readonly MappedColumn[], depth: number, row: Row, offset: number): EntityObject {
  const object: EntityObject = {}
  for (const [name, own] of Map.groupBy(columns, ({ path }) => path[depth]!)) {
    const nested = own[0]!.path.length > depth + 1
    object[name] = nested ? readObject(own, depth + 1, row, offset) : readColumn(own[0]!, row, offset)
  }
  return object
}

function readColumn({ codec, absent, position }: MappedColumn, row: Row, offset: number): unknown {
  const place = offset + position
  const stored = row[place]
  if (stored === null) return absent
  if (codec.plain) return stored
  const value = codec.read(stored)
  row[place] = codec.keep(value, stored)
  return value
}
