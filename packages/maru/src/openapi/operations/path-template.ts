import type { Plan } from "../../endpoint/plan/plan.ts"

/** A path as OpenAPI writes it, with the names that its operations share. */
export interface PathTemplate {
  /** `/posts/{id}/files/{rest}` */
  readonly text: string
  readonly names: readonly TemplateName[]
}

/** One name in a template. */
export interface TemplateName {
  /** In the document. */
  readonly name: string
  /** In the operation's own pattern. */
  readonly own: string
  /** Stands for the rest of the path. */
  readonly rest: boolean
}

/**
 * Templates of all plans. Two that differ by nothing but their names count as the same path in OpenAPI (section
 * 4.8.8.2), so the later one takes the names of the first.
 */
export function pathTemplates(plans: readonly Plan[]): ReadonlyMap<Plan, PathTemplate> {
  const first = new Map<string, readonly string[]>()
  return new Map(
    plans.map((plan) => {
      const own = namesOf(plan.path)
      const key = replaceNames(plan.path, () => "")
      const shared = first.get(key) ?? own.map(({ own }) => own)
      first.set(key, shared)
      let index = 0
      const text = replaceNames(plan.path, () => shared[index++]!)
      return [plan, { text, names: own.map((name, index) => ({ ...name, name: shared[index]! })) }] as const
    }),
  )
}

function namesOf(path: string): Omit<TemplateName, "name">[] {
  return [...path.matchAll(/\/([:*])(\w+)/g)].map(([, kind, own]) => ({ own: own!, rest: kind === "*" }))
}

function replaceNames(path: string, name: () => string): string {
  return path.replace(/\/[:*]\w+/g, () => `/{${name()}}`)
}
