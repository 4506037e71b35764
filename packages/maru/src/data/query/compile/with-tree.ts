import type { Condition } from "../condition/condition.ts"
import { conditionKey } from "../condition/condition-sql.ts"
import { type OrderTerm, orderKey } from "./order.ts"

/** Relations to load. */
export type WithTree = { readonly [relation: string]: true | Branch | undefined }

/** A relation to load, and what comes with its rows. */
export interface Branch {
  readonly with?: WithTree | undefined
  /** Which rows of a list are loaded; without it all are. */
  readonly part?: ListPart | undefined
}

/** A part of a list. */
export interface ListPart {
  readonly condition: Condition
  readonly order: readonly OrderTerm[]
  /** Most rows for each owner. */
  readonly limit: number | undefined
}

/** Text that is equal for equal trees. */
export function withKey(tree: WithTree | undefined): string {
  if (!tree) return ""
  let key = ""
  for (const name in tree) {
    const branch = tree[name]
    if (branch === true) key += `${name},`
    else if (branch) key += `${name}${partKey(branch.part)}{${withKey(branch.with)}},`
  }
  return key
}

export function partKey(part: ListPart | undefined): string {
  if (!part) return ""
  return `[${conditionKey(part.condition)}|${orderKey(part.order)}${part.limit === undefined ? "" : "|l"}]`
}

/** The tree below a place of another tree. @param path names from the root */
export function treeAt(tree: WithTree | undefined, path: readonly string[]): WithTree | undefined {
  let current = tree
  for (const name of path) {
    const branch = current?.[name]
    current = branch === true ? undefined : branch?.with
  }
  return current
}
