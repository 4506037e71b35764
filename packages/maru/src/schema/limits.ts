/** Levels of objects and arrays that a value of a recursive schema may have, whatever validates or encodes it. */
export const maxDepth = 256

/** Faults that are told of one value: enough for every form, and a bound for a body of nothing but faults. */
export const maxFaults = 100

/** Parts of a value beyond which only its first fault is looked for. */
const largeParts = 10_000

/**
 * Whether a value has so many parts that finding every fault would cost far more than reading it: a
 * library makes an object for each.
 */
export function isLarge(value: unknown): boolean {
  const waiting: unknown[] = [value]
  for (let seen = 0; waiting.length > 0; seen++) {
    const items = childrenOf(waiting.pop())
    if (items === undefined) continue
    if (seen + waiting.length + items.length > largeParts) return true
    for (const item of items) waiting.push(item)
  }
  return false
}

/**
 * Whether a value nests deeper than {@link maxDepth}. It walks without recursion, so that no input
 * can exhaust the stack, and stops at the first place that is too deep.
 */
export function isTooDeep(value: unknown): boolean {
  const stack: { readonly items: readonly unknown[]; next: number }[] = []
  let items = childrenOf(value)
  if (items === undefined) return false
  stack.push({ items, next: 0 })
  while (stack.length > 0) {
    const top = stack.at(-1)!
    if (top.next === top.items.length) {
      stack.pop()
      continue
    }
    items = childrenOf(top.items[top.next++])
    if (items === undefined) continue
    if (stack.length === maxDepth) return true
    stack.push({ items, next: 0 })
  }
  return false
}

function childrenOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== "object" || value === null) return undefined
  return Array.isArray(value) ? value : Object.values(value)
}
