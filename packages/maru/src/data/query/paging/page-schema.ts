/** Names of the query parameters that choose a part of a list. */
export type PageParameters =
  | { readonly kind: "page"; readonly offset: string; readonly limit: string }
  | { readonly kind: "cursor"; readonly after: string; readonly before: string; readonly limit: string }

const schemas = new WeakMap<object, PageParameters>()

/** Says that a schema is the page of a list. */
export function markPage<S extends object>(schema: S, parameters: PageParameters): S {
  schemas.set(schema, Object.freeze(parameters))
  return schema
}

/** The parameters of a schema made by `PageOf` or `CursorPageOf`; undefined for any other. */
export function pageParameters(schema: object): PageParameters | undefined {
  return schemas.get(schema)
}
