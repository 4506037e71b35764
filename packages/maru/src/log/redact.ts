import { namesSecret, withoutPasswords } from "../schema/secrets.ts"

const hiddenText = "[secret]"
const deepest = 6
const longestText = 10_000
const mostItems = 100

/**
 * A value as it may be logged. Values whose names say that they are secrets are not shown, nor are passwords in
 * addresses; what has a `toJSON` is shown by it, so that entities come without hidden columns and settings without their
 * secrets. What is deep, long or circular is cut.
 *
 * @param names further names of secrets, in lower case
 */
export function redacted(value: unknown, names: ReadonlySet<string>): unknown {
  return shown(value, names, 0)
}

function shown(value: unknown, names: ReadonlySet<string>, depth: number): unknown {
  switch (typeof value) {
    case "string":
      return withoutPasswords(value.length > longestText ? `${value.slice(0, longestText)}…` : value)
    case "bigint":
      return `${value}`
    case "function":
    case "symbol":
      return undefined
    case "object":
      return value === null ? null : shownObject(value, names, depth)
    default:
      return value
  }
}

function shownObject(value: object, names: ReadonlySet<string>, depth: number): unknown {
  if (depth >= deepest) return "[deep]"
  if (value instanceof Error) return errorFields(value, names, depth)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === "function") {
    const plain: unknown = toJSON.call(value)
    return plain === value ? "[circular]" : shown(plain, names, depth + 1)
  }
  if (value instanceof Map) return shownObject(Object.fromEntries(value), names, depth)
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, mostItems).map((item) => shown(item, names, depth + 1))
  }
  return shownFields(value as Record<string, unknown>, names, depth)
}

/** The members of an object. */
export function shownFields(
  fields: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
  depth = 0,
): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, mostItems)
  return Object.fromEntries(
    entries.map(([name, value]) => {
      // Counts of tokens and the like are no secrets.
      const secret = typeof value !== "number" && typeof value !== "boolean" && value !== undefined
      return [name, secret && isSecret(name, names) ? hiddenText : shown(value, names, depth + 1)]
    }),
  )
}

/** What a log needs of an error, and of those that caused it. Its other members are the program's own affair. */
export function errorFields(error: Error, names: ReadonlySet<string>, depth = 0): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return {
    name,
    message: withoutPasswords(message),
    ...(typeof code === "string" ? { code } : {}),
    stack: withoutPasswords(stack ?? `${name}: ${message}`),
    ...(error instanceof AggregateError ? { errors: shown(error.errors, names, depth + 1) } : {}),
    ...(cause === undefined ? {} : { cause: shown(cause, names, depth + 1) }),
  }
}

function isSecret(name: string, names: ReadonlySet<string>): boolean {
  return names.has(name.toLowerCase()) || namesSecret(name)
}
