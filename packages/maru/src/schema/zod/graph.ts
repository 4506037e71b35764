import { child, type ZodSchema } from "./zod-type.ts"

/** How schemas refer to each other, found by one walk at start. */
export interface SchemaGraph {
  /** Schemas that contain themselves. */
  readonly recursive: ReadonlySet<ZodSchema>
  /** Objects, tuples and unions that are referred to more than once. */
  readonly shared: ReadonlySet<ZodSchema>
  /** A check or transform is declared `async`. */
  readonly asynchronous: boolean
  /** Some schema on the way makes new schemas without end: nothing can be said about it. */
  readonly endless: boolean
}

/** More schemas, one inside the other, than any application writes: a getter makes a new one each time it is read. */
const maxNesting = 500

/** Walks all schemas below one, each once. */
export function graphOf(root: ZodSchema): SchemaGraph {
  const recursive = new Set<ZodSchema>()
  const shared = new Set<ZodSchema>()
  const done = new Set<ZodSchema>()
  const open = new Set<ZodSchema>()
  let asynchronous = false
  let endless = false
  const visit = (schema: ZodSchema): void => {
    if (open.has(schema)) recursive.add(schema)
    if (open.has(schema) || done.has(schema)) {
      if (isComposite(schema)) shared.add(schema)
      return
    }
    endless ||= open.size >= maxNesting
    if (endless) return
    open.add(schema)
    asynchronous ||= hasAsyncFunction(schema)
    for (const next of childrenOf(schema)) visit(next)
    open.delete(schema)
    done.add(schema)
  }
  visit(root)
  return { recursive, shared, asynchronous, endless }
}

function isComposite(schema: ZodSchema): boolean {
  const { type } = schema._zod.def
  return type === "object" || type === "tuple" || type === "union" || type === "record"
}

/** The schemas directly below one. */
export function childrenOf(schema: ZodSchema): ZodSchema[] {
  const { def } = schema._zod
  switch (def.type) {
    case "object":
      return [...Object.values(def.shape), ...(def.catchall ? [def.catchall] : [])].map(child)
    case "array":
      return [child(def.element)]
    case "tuple":
      return [...def.items, ...(def.rest ? [def.rest] : [])].map(child)
    case "record":
    case "map":
      return [child(def.keyType), child(def.valueType)]
    case "set":
      return [child(def.valueType)]
    case "union":
      return def.options.map(child)
    case "intersection":
      return [child(def.left), child(def.right)]
    case "pipe":
      return [child(def.in), child(def.out)]
    case "lazy":
      return [lazyInner(schema)]
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
    case "success":
    case "promise":
      return [child(def.innerType)]
    default:
      return []
  }
}

/** The schema behind `z.lazy()`, made once and kept by Zod. */
export function lazyInner(schema: ZodSchema): ZodSchema {
  return (schema._zod as unknown as { innerType: ZodSchema }).innerType
}

function hasAsyncFunction(schema: ZodSchema): boolean {
  const own = schema._zod.def as { transform?: unknown; reverseTransform?: unknown; fn?: unknown; type: string }
  if (own.type === "promise") return true
  const functions = [own.transform, own.reverseTransform, own.fn]
  for (const check of schema._zod.def.checks ?? []) {
    const def = check._zod.def as { fn?: unknown; tx?: unknown }
    functions.push(def.fn, def.tx, (check._zod as { check?: unknown }).check)
  }
  return functions.some((fn) => Object.prototype.toString.call(fn) === "[object AsyncFunction]")
}
