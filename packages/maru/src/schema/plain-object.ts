/** Whether a value is an object literal or the like, as Zod's records accept: no array, no instance of a class. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false
  const { constructor } = value as { constructor?: unknown }
  if (typeof constructor !== "function") return true
  const prototype: unknown = constructor.prototype
  return isObject(prototype) && Object.hasOwn(prototype, "isPrototypeOf")
}

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
