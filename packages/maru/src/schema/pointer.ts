/** JSON Pointer (RFC 6901) of a path: "" for the value itself, "/tags/0", with "~" and "/" escaped. */
export function pointerOf(path: readonly unknown[]): string {
  let pointer = ""
  for (const key of path) pointer += `/${escapeKey(String(key))}`
  return pointer
}

/** One key as a segment of a pointer. */
export function escapeKey(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key
}

/** First segment of a pointer, unescaped, and the pointer below it. */
export function splitPointer(pointer: string): readonly [first: string, rest: string] {
  const end = pointer.indexOf("/", 1)
  const first = end < 0 ? pointer.slice(1) : pointer.slice(1, end)
  return [first.replaceAll("~1", "/").replaceAll("~0", "~"), end < 0 ? "" : pointer.slice(end)]
}
