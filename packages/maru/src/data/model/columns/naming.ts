/** `createdAt` → `created_at`, `passwordHash` → `password_hash`, `URLPath` → `url_path`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
}

const foreignProperties = new Map<string, string>()

/** Property that holds the key of the row that a relation leads to: `author` → `authorId`. */
export function foreignProperty(relation: string): string {
  const known = foreignProperties.get(relation)
  if (known !== undefined) return known
  // Kept, because a property is found ten times faster by a text that is not made anew.
  const property = `${relation}Id`
  foreignProperties.set(relation, property)
  return property
}
