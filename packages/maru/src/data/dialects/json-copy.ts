// Lists and objects that are stored as JSON can be changed in place. To notice that, a copy is kept: comparing with it
// costs a tenth of making text of the value again, and most of what is compared has not changed.

type Members = Record<string, unknown>

/** A copy of what JSON says of a value; nothing in it is shared with the value. */
export function copyJson(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value
  if ("toJSON" in value) return JSON.parse(JSON.stringify(value)) as unknown
  if (Array.isArray(value)) {
    const copy = value.slice() as unknown[]
    for (let place = 0; place < copy.length; place++) {
      if (typeof copy[place] === "object") copy[place] = copyJson(copy[place])
    }
    return copy
  }
  // Spread makes a member named __proto__ a member; assigning it here keeps it one.
  const copy: Members = { ...value }
  for (const name of Object.keys(copy)) if (typeof copy[name] === "object") copy[name] = copyJson(copy[name])
  return copy
}

/** Whether JSON would say something else of the value now. @param kept what `copyJson` made of it */
export function jsonChanged(value: unknown, kept: unknown): boolean {
  // Dates, undefined members and the like are equal as text alone.
  return !sameJson(value, kept) && JSON.stringify(value) !== JSON.stringify(kept)
}

function sameJson(value: unknown, kept: unknown): boolean {
  if (value === kept) return true
  if (typeof value !== "object" || typeof kept !== "object" || value === null || kept === null) return false
  if ("toJSON" in value || Array.isArray(value) !== Array.isArray(kept)) return false
  return Array.isArray(value) ? sameItems(value, kept as unknown[]) : sameMembers(value as Members, kept as Members)
}

function sameItems(value: readonly unknown[], kept: readonly unknown[]): boolean {
  if (value.length !== kept.length) return false
  for (let place = 0; place < kept.length; place++) if (!sameJson(value[place], kept[place])) return false
  return true
}

function sameMembers(value: Members, kept: Members): boolean {
  const names = Object.keys(kept)
  if (Object.keys(value).length !== names.length) return false
  return names.every((name) => Object.hasOwn(value, name) && sameJson(value[name], kept[name]))
}
