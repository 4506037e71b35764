import type { Source } from "./imports.ts"

/**
 * Circles among files: groups in which each reaches each other by imports (Tarjan's strongly connected
 * components), every group as one walk through it.
 *
 * @param ignore leaves out single edges
 */
export function circles(
  sources: readonly Source[],
  ignore: (from: string, to: string) => boolean = () => false,
): string[][] {
  const edges = new Map(
    sources.map((source) => {
      const targets = source.imports.map((entry) => entry.target).filter((target) => target !== undefined)
      return [source.file, targets.filter((target) => !ignore(source.file, target))]
    }),
  )
  return components(edges)
    .filter((group) => group.length > 1 || edges.get(group[0]!)?.includes(group[0]!))
    .map((group) => walk(group, edges))
}

function components(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const groups: string[][] = []
  const visit = (node: string): void => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    for (const next of edges.get(node) ?? []) {
      if (!edges.has(next)) continue
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!))
    }
    if (low.get(node) === index.get(node)) groups.push(stack.splice(stack.indexOf(node)))
  }
  for (const node of edges.keys()) if (!index.has(node)) visit(node)
  return groups
}

/** The shortest way from a group's first file back to itself. */
function walk(group: readonly string[], edges: ReadonlyMap<string, readonly string[]>): string[] {
  const start = group.toSorted()[0]!
  const ways: string[][] = [[start]]
  const seen = new Set<string>()
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of edges.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, start]
      if (!group.includes(next) || seen.has(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return [...group]
}
