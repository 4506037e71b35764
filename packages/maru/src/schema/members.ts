/** Schemas of an object schema's members, as far as its library shows them (Zod, Valibot, TypeBox). */
export function memberSchemas(schema: object): Readonly<Record<string, object>> {
  const { shape, entries, properties } = schema as Readonly<Record<string, unknown>>
  const members = shape ?? entries ?? properties
  return typeof members === "object" && members !== null ? (members as Record<string, object>) : {}
}
