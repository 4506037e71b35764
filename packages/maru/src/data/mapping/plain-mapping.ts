import type { EntityObject, MappedColumn, Mapping } from "./mapping.ts"

/** The mapping as loops over the columns, for where no code may be generated. */
export function plainMapping(columns: readonly MappedColumn[], prototype: object): Mapping {
  const assign: Mapping["assign"] = (entity, row, offset) => {
    let place = offset
    for (const { property, codec, absent } of columns) {
      const stored = row[place]
      if (stored === null) entity[property] = absent
      else if (codec.plain) entity[property] = stored
      else {
        const value = codec.read(stored)
        entity[property] = value
        row[place] = codec.keep(value, stored)
      }
      place++
    }
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
      for (const { property, codec, position } of columns) {
        const value = entity[property] ?? null
        const kept = row[offset + position]
        if (value === kept) continue
        if (value === null || kept === null || codec.plain || codec.changed(value, kept))
          (changed ??= []).push(position)
      }
      return changed
    },
  }
}
