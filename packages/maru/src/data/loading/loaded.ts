import type { EntityObject } from "../mapping/mapping.ts"
import { stateOf } from "../model/entity/entity-state.ts"
import type { WithTree } from "../query/compile/with-tree.ts"

/** Whether everything in the tree is loaded already, all the way down. A part of a list is always read. */
export function isLoaded(entity: EntityObject, tree: WithTree | undefined): boolean {
  for (const name in tree) {
    const branch = tree[name]
    if (!branch) continue
    const state = stateOf(entity)
    const related = state?.related
    if (!related || !(name in related) || state.partial?.has(name)) return false
    if (branch !== true && branch.part) return false
    if (branch === true || !branch.with) continue
    const value = related[name] as EntityObject | readonly EntityObject[] | null
    const others = Array.isArray(value) ? (value as readonly EntityObject[]) : value ? [value as EntityObject] : []
    if (!others.every((other) => isLoaded(other, branch.with))) return false
  }
  return true
}
