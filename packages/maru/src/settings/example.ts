/** What a setting may look like, as a line of a `.env` file; undefined where the schema does not tell. */
export function exampleOf(name: string, schema: object | undefined): string | undefined {
  const value = valueOf((schema ?? {}) as JsonSchema)
  return value === undefined ? undefined : `${name}=${Array.isArray(value) ? value.join(",") : textOf(value)}`
}

function valueOf({ examples, default: usual, enum: choices, type, format, minimum, items }: JsonSchema): unknown {
  const given = [examples?.[0], usual, choices?.[0]].find((each) => each !== undefined && !isEmpty(each))
  return given ?? byFormat[format ?? ""] ?? byType(type, minimum) ?? (items ? valueOf(items) : undefined)
}

function isEmpty(value: unknown): boolean {
  return value === "" || value === null || (Array.isArray(value) && value.length === 0)
}

interface JsonSchema {
  readonly examples?: readonly unknown[]
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly type?: string
  readonly format?: string
  readonly minimum?: number
  readonly items?: JsonSchema
}

const byFormat: Readonly<Record<string, string>> = {
  email: "mail@example.com",
  uri: "https://example.com",
  "date-time": "2026-08-03T09:30:00Z",
  date: "2026-08-03",
  uuid: "5b0c1c1e-8d0f-4c57-9a86-2f4a1c6f0d3b",
}

function byType(type: string | undefined, minimum: number | undefined): unknown {
  if (type === "boolean") return true
  if (type === "integer" || type === "number") return Math.max(1, minimum ?? 1)
  return undefined
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}
