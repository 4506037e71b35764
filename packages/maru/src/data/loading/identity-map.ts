import type { Mapper } from "../mapping/mapper.ts"
import type { EntityObject } from "../mapping/mapping.ts"

/** One entity for each row that a session has seen. */
export class IdentityMap {
  readonly #maps: Map<Mapper, Map<unknown, EntityObject>> = new Map()

  /** Entities of one model by what their keys are found by. */
  of(mapper: Mapper): Map<unknown, EntityObject> {
    const known = this.#maps.get(mapper)
    if (known) return known
    const map = new Map<unknown, EntityObject>()
    this.#maps.set(mapper, map)
    return map
  }

  set(mapper: Mapper, entity: EntityObject): void {
    this.of(mapper).set(mapper.identityOf(entity), entity)
  }

  delete(mapper: Mapper, entity: EntityObject): void {
    this.of(mapper).delete(mapper.identityOf(entity))
  }

  all(): Iterable<[mapper: Mapper, entities: Map<unknown, EntityObject>]> {
    return this.#maps
  }
}
