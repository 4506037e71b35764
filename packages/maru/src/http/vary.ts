import type { HeaderList } from "./header-list.ts"

/** Says that an answer depends on a request header (RFC 9110, section 12.5.5), once. @param name in lower case */
export function addVary(headers: HeaderList, name: string): void {
  const known = headers.getAll("vary").join(", ")
  const names = new Set(known.split(",").map((each) => each.trim().toLowerCase()))
  if (names.has("*") || names.has(name)) return
  headers.set("vary", known === "" ? name : `${known}, ${name}`)
}
