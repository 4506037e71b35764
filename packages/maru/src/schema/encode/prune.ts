import { isObject } from "../plain-object.ts"
import { belongs } from "./domain.ts"
import type { Form } from "./form.ts"

/**
 * A validated value without what its form does not declare, for a library that leaves undeclared keys
 * in. The leaves stay as they are: nothing is encoded. Copies the objects and arrays.
 */
export function prune(form: Form, value: unknown): unknown {
  switch (form.kind) {
    case "object":
      return isObject(value) ? pruneObject(form, value as Record<string, unknown>) : value
    case "record":
      return isObject(value) ? mapEntries(value, (item) => prune(form.value, item)) : value
    case "array":
      return Array.isArray(value) ? value.map((item) => prune(form.item, item)) : value
    case "tuple":
      return Array.isArray(value) ? value.map((item, i) => pruneItem(form.items[i] ?? form.rest, item)) : value
    case "maybe":
    case "checked":
      return prune(form.form, value)
    case "reference":
      return prune(form.target.form!, value)
    case "union":
      return pruneItem(form.options.find((option) => belongs(value, option.domain))?.form, value)
    default:
      return value
  }
}

function pruneItem(form: Form | undefined, value: unknown): unknown {
  return form ? prune(form, value) : value
}

function pruneObject(form: Extract<Form, { kind: "object" }>, value: Record<string, unknown>): unknown {
  const known = new Map(form.members.map((member) => [member.name, member.form]))
  const kept = Object.entries(value).filter(([name]) => known.has(name) || form.rest)
  return Object.fromEntries(kept.map(([name, item]) => [name, pruneItem(known.get(name) ?? form.rest, item)]))
}

function mapEntries(value: object, change: (item: unknown) => unknown): unknown {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]))
}
