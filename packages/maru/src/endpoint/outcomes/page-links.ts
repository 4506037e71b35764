import { type PageParameters, pageParameters } from "../../data/query/paging/page-schema.ts"

/** Adds the links of a page to a value, for a request's query. */
export type PageLinks = (value: unknown, search: string) => unknown

type Target = Readonly<Record<string, string | number>> | undefined

/** Undefined for a schema that is no page of a list. */
export function pageLinks(schema: unknown): PageLinks | undefined {
  const parameters = typeof schema === "object" && schema !== null ? pageParameters(schema) : undefined
  if (!parameters) return undefined
  return (value, search) => {
    if (typeof value !== "object" || value === null) return value
    const links: Record<string, string> = {}
    for (const [name, target] of Object.entries(targets(parameters, value as never))) {
      if (target) links[name] = reference(search, parameters, target)
    }
    return { ...value, links }
  }
}

interface Part {
  readonly total: number
  readonly offset: number
  readonly limit: number
  readonly next?: string | undefined
  readonly previous?: string | undefined
}

function targets(names: PageParameters, part: Part): Readonly<Record<string, Target>> {
  const { total, offset, limit, next, previous } = part
  if (names.kind === "cursor") {
    const by = (name: string, cursor: string | undefined): Target =>
      cursor === undefined ? undefined : { [name]: cursor, [names.limit]: limit }
    return { first: { [names.limit]: limit }, previous: by(names.before, previous), next: by(names.after, next) }
  }
  // A page of nothing has no others beside it.
  if (!(limit > 0)) return {}
  const at = (start: number): Target => ({ [names.offset]: start, [names.limit]: limit })
  return {
    first: at(0),
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : undefined,
    next: offset + limit < total ? at(offset + limit) : undefined,
    last: at(Math.max(0, Math.ceil(total / limit) - 1) * limit),
  }
}

/** The same request for another part: a reference to its own path with another query. */
function reference(search: string, names: PageParameters, target: NonNullable<Target>): string {
  const query = new URLSearchParams(search)
  const own = names.kind === "page" ? [names.offset, names.limit] : [names.after, names.before, names.limit]
  for (const name of own) query.delete(name)
  for (const [name, value] of Object.entries(target)) query.set(name, String(value))
  return `?${query.toString()}`
}
