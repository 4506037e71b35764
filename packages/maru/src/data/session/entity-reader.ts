import type { Awaitable, Reader, Row } from "../engine.ts"
import { DataError, StaleData } from "../errors.ts"
import type { IdentityMap } from "../loading/identity-map.ts"
import { isLoaded } from "../loading/loaded.ts"
import type { Loader } from "../loading/loader.ts"
import type { EntityObject } from "../mapping/mapping.ts"
import { entityState } from "../model/entity/entity-state.ts"
import { keyIdentity, keyOf, keyParts, keyText } from "../model/table/key.ts"
import type { Table } from "../model/table/table.ts"
import type { CompiledSelect, Compiler } from "../query/compile/compiler.ts"
import type { WithTree } from "../query/compile/with-tree.ts"
import { type RawWith, readWith } from "../query/reading-with.ts"
import type { GetOptions } from "./options.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

/** How a row is read: with the right to write taken first, and for an entity that is known already. */
interface ReadMode {
  readonly lock: boolean
  readonly fresh: boolean
}

const known: ReadMode = Object.freeze({ lock: false, fresh: false })
const again: ReadMode = Object.freeze({ lock: false, fresh: true })
const locked: ReadMode = Object.freeze({ lock: true, fresh: true })

/** Reads single entities of one session by their keys, and more of those that it has. */
export class EntityReader {
  readonly #owner: object
  readonly #compiler: Compiler
  readonly #identities: IdentityMap
  readonly #holder: TransactionHolder
  readonly #loader: Loader

  /** @param owner the session that holds the entities */
  constructor(owner: object, compiler: Compiler, identities: IdentityMap, holder: TransactionHolder, loader: Loader) {
    this.#owner = owner
    this.#compiler = compiler
    this.#identities = identities
    this.#holder = holder
    this.#loader = loader
  }

  /** What the session has already is not read again, unless a lock is asked for. */
  get(table: Table, key: unknown, options: GetOptions<object>): Awaitable<EntityObject | undefined> {
    const tree = this.#tree(table, options.with)
    if (!options.lock) {
      const entity = this.#identities.of(this.#compiler.mapper(table)).get(keyIdentity(table, key))
      const status = entity && entityState(entity).status
      if (status === "removed") return undefined
      if (status === "stored" && isLoaded(entity!, tree)) return visibleRow(table, entity, options)
    }
    const reading = this.#read(table, key, tree, options.lock ? locked : known)
    if (!(reading instanceof Promise)) return visibleRow(table, reading, options)
    return reading.then((entity) => visibleRow(table, entity, options))
  }

  /** Loads relations; those that are loaded are not read again. @throws DataError `not-loaded` without a row */
  async load(entity: EntityObject, relations: object): Promise<void> {
    const { status, table } = entityState(entity)
    const tree = this.#tree(table, relations)
    if (isLoaded(entity, tree)) return
    if (status === "new" || status === "added") {
      throw new DataError(
        "not-loaded",
        `This ${table.label} has no row yet: flush the session before loading relations.`,
      )
    }
    // The values stay as they are.
    await this.#reread(entity, tree, known)
  }

  /** Reads values and relations anew. @throws StaleData if the row is gone */
  async refresh(entity: EntityObject, relations: object | undefined): Promise<void> {
    await this.#reread(entity, this.#tree(entityState(entity).table, relations), again)
  }

  async #reread(entity: EntityObject, tree: WithTree | undefined, how: ReadMode): Promise<void> {
    const { table, owner } = entityState(entity)
    if (owner !== this.#owner) throw new TypeError(`This ${table.label} does not belong to this session.`)
    if (!(await this.#read(table, keyOf(table, entity), tree, how)))
      throw new StaleData(table.label, keyText(table, entity))
  }

  #tree(table: Table, relations: object | undefined): WithTree | undefined {
    return readWith(table, this.#compiler.dialect, relations as RawWith | undefined)
  }

  /**
   * The entity of one row. Where the database answers at once, no promise is made on the way: each costs as
   * much as reading a column.
   */
  #read(
    table: Table,
    key: unknown,
    tree: WithTree | undefined,
    { lock, fresh }: ReadMode,
  ): Awaitable<EntityObject | undefined> {
    const compiled = this.#compiler.get(table, tree, lock)
    const { key: columns } = this.#compiler.mapper(table)
    const parameters = keyParts(table, key).map((part, place) => columns[place]!.codec.write(part))
    const read = (reader: Reader): Awaitable<EntityObject | undefined> => {
      const reading = reader.row(compiled.statement, parameters)
      if (!(reading instanceof Promise)) return this.#load(compiled, reading, reader, fresh, tree)
      return reading.then((row) => this.#load(compiled, row, reader, fresh, tree))
    }
    const opening = this.#holder.reader(lock)
    return opening instanceof Promise ? opening.then(read) : read(opening)
  }

  #load(
    compiled: CompiledSelect,
    row: Row | undefined,
    reader: Reader,
    fresh: boolean,
    tree: WithTree | undefined,
  ): Awaitable<EntityObject | undefined> {
    if (!row) return undefined
    const loading = this.#loader.load(compiled, [row], reader, fresh, tree)
    return loading instanceof Promise ? loading.then(([entity]) => entity) : loading[0]
  }
}

/** A row that says it was deleted is not there, unless it is asked for. */
function visibleRow(
  { deletion }: Table,
  entity: EntityObject | undefined,
  { withDeleted }: GetOptions<object>,
): EntityObject | undefined {
  return deletion && !withDeleted && entity?.[deletion.property] ? undefined : entity
}
