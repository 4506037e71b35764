import type { EntityObject } from "../mapping/mapping.ts"

/** What was written since a transaction began, or since a savepoint in it. */
export interface Ledger {
  /** Inserted entities, with the properties that were generated for them. */
  readonly inserted: Map<EntityObject, string[]>
  readonly updated: Set<EntityObject>
  readonly deleted: Set<EntityObject>
  /** Statements were run whose effect on entities is not known. */
  blind: boolean
}

export function emptyLedger(): Ledger {
  return { inserted: new Map(), updated: new Set(), deleted: new Set(), blind: false }
}

/** Adds what happened after a savepoint to what happened before it. */
export function mergeLedger(into: Ledger, from: Ledger): void {
  for (const [entity, generated] of from.inserted) into.inserted.set(entity, generated)
  for (const entity of from.updated) into.updated.add(entity)
  for (const entity of from.deleted) into.deleted.add(entity)
  into.blind ||= from.blind
}
