import type { JsonSchema } from "../../schema/adapter.ts"
import type { OpenApiDocument } from "../document-types.ts"

const prefix = "#/components/schemas/"

/** The named schemas that the paths refer to, themselves or through others. A parameter may have taken a field of one and not need the rest. */
export function usedSchemas(
  paths: OpenApiDocument["paths"],
  schemas: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const used = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    for (const [key, part] of Object.entries(value)) {
      if (key === "$ref" && typeof part === "string" && part.startsWith(prefix)) use(part.slice(prefix.length))
      else visit(part)
    }
  }
  const use = (name: string): void => {
    if (used.has(name) || !Object.hasOwn(schemas, name)) return
    used.add(name)
    visit(schemas[name])
  }
  visit(paths)
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)))
}
