/** Type of a value as a fault may tell it: "nothing" for what is absent, never the value. */
export function receivedType(value: unknown): string {
  if (value === undefined) return "nothing"
  if (value === null) return "null"
  if (typeof value === "number") return Number.isFinite(value) ? "number" : String(value)
  if (typeof value !== "object") return typeof value
  if (Array.isArray(value)) return "array"
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : "date"
  if (value instanceof Map) return "map"
  if (value instanceof Set) return "set"
  if (value instanceof Uint8Array) return "bytes"
  if (typeof Blob === "function" && value instanceof Blob) return "file"
  return "object"
}
