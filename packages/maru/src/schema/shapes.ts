import type { Shape } from "./adapter.ts"

/** A union of shapes, flat, or the one shape itself. */
export function unionOf(options: readonly Shape[]): Shape {
  const flat = options.flatMap((option) => (option.kind === "union" ? option.options : [option]))
  return flat.length === 1 ? flat[0]! : { kind: "union", options: flat }
}

/** Both sides of an intersection get the same text: fields are joined, the more precise side is kept. */
export function meet(left: Shape, right: Shape): Shape {
  if (left.kind === "object" && right.kind === "object") {
    return { kind: "object", fields: Object.assign(Object.create(null), left.fields, right.fields) }
  }
  return left.kind === "unknown" || left.kind === "string" ? right : left
}
