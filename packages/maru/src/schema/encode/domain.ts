import type { Domain, DomainType, Form } from "./form.ts"

/** The type of a domain value. */
export function domainType(value: unknown): DomainType {
  if (value === null) return "null"
  if (typeof value !== "object") return typeof value as DomainType
  if (Array.isArray(value)) return "array"
  if (value instanceof Date) return "date"
  return value instanceof Uint8Array ? "bytes" : "object"
}

/** Whether a value is of one of the domain's types and, as an object, has its tags. */
export function belongs(value: unknown, { types, tags }: Domain): boolean {
  if (types.has("anything")) return true
  const type = domainType(value)
  if (type !== "object") return types.has(type)
  if (!types.has(type)) return false
  for (const [key, values] of tags) if (!values.has((value as Record<string, unknown>)[key])) return false
  return true
}

/** A domain of a few types without tags. */
export function domainOfTypes(...types: DomainType[]): Domain {
  return { types: new Set(types), tags: new Map() }
}

/** What the values of a form can be. */
export function domainOf(form: Form): Domain {
  switch (form.kind) {
    case "scalar":
      return domainOfTypes(...scalarTypes(form))
    case "date":
    case "bigint":
    case "bytes":
    case "array":
      return domainOfTypes(form.kind)
    case "tuple":
      return domainOfTypes("array")
    case "record":
      return domainOfTypes("object")
    case "raw":
      return domainOfTypes("anything")
    case "object":
      return { types: new Set(["object"]), tags: tagsOf(form) }
    case "maybe": {
      const { types, tags } = domainOf(form.form)
      return { types: new Set([...types, form.nothing === null ? "null" : "undefined"]), tags }
    }
    case "union":
      return join(form.options.map((option) => option.domain))
    case "codec":
      return form.domain
    case "checked":
      return domainOf(form.form)
    case "reference":
      return form.target.form ? domainOf(form.target.form) : form.target.domain
  }
}

function scalarTypes(form: Extract<Form, { kind: "scalar" }>): DomainType[] {
  if (form.values) return [...form.values].map(domainType)
  return form.json === "mixed" ? [] : [form.json]
}

function tagsOf(form: Extract<Form, { kind: "object" }>): Map<string, ReadonlySet<unknown>> {
  const tags = new Map<string, ReadonlySet<unknown>>()
  for (const member of form.members) {
    if (member.form.kind === "scalar" && member.form.values) tags.set(member.name, member.form.values)
  }
  return tags
}

/** The types of all, and the tags that all objects among them have. */
function join(domains: readonly Domain[]): Domain {
  const objects = domains.filter((domain) => domain.types.has("object"))
  const tags = new Map<string, ReadonlySet<unknown>>()
  for (const key of objects[0]?.tags.keys() ?? []) {
    const values = objects.map((domain) => domain.tags.get(key))
    if (values.every((set) => set !== undefined)) tags.set(key, new Set(values.flatMap((set) => [...set])))
  }
  return { types: new Set(domains.flatMap((domain) => [...domain.types])), tags }
}

/** Whether no value can belong to both, so that it is certain which one writes it. */
export function areDisjoint(a: Domain, b: Domain): boolean {
  if (a.types.has("anything") || b.types.has("anything")) return false
  const common = [...a.types].filter((type) => b.types.has(type))
  if (common.length === 0) return true
  if (common.some((type) => type !== "object")) return false
  return [...a.tags].some(([key, values]) => b.tags.get(key)?.isDisjointFrom(values) === true)
}
