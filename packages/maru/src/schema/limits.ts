/** Levels of objects and arrays that a value of a recursive schema may have, whatever validates or encodes it. */
export const maxDepth = 256

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
