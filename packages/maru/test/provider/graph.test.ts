import { describe, expect, it } from "vitest"
import { StartError } from "../../src/errors/start-error.ts"
import { buildGraph, noBindings } from "../../src/provider/graph.ts"
import { type Port, type Provider, dependency, override, port } from "../../src/provider/provider.ts"

const bind = (pairs: readonly [Port<unknown>, unknown][], overrides = noBindings.overrides) => ({
  ports: new Map(pairs.map(([key, value]) => [key, value as Provider<unknown>])),
  overrides,
})

function startError(run: () => unknown): StartError {
  try {
    run()
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  throw new Error("no start error was thrown")
}

describe("the dependency graph", () => {
  const a = dependency(() => "a")
  const b = dependency({ a }, ({ a }) => `${a}b`)
  const c = dependency({ b, a }, ({ a, b }) => a + b)

  it("orders providers behind what they need, each once", () => {
    const { nodes, roots } = buildGraph({ c, b }, noBindings, "test")
    expect(nodes.map((node) => node.name)).toEqual(["a", "b", "c"])
    expect(roots.map(([key, node]) => [key, node.index])).toEqual([
      ["c", 2],
      ["b", 1],
    ])
  })

  it("names the way to an unbound port", () => {
    const repository = port<string>("posts")
    const service = dependency({ repository }, ({ repository }) => repository)
    const error = startError(() => buildGraph({ service }, noBindings, "GET /posts"))
    expect(error.code).toBe("port-unbound")
    expect(error.message).toContain('GET /posts: port "posts" (asked for by service → repository)')
    expect(error.message).toContain("graph.test.ts:")
  })

  it("shows the whole circle, which only ports can close", () => {
    const door = port<string>("door")
    const house = dependency({ door }, ({ door }) => door, { name: "house" })
    const key = dependency({ house }, ({ house }) => house, { name: "key" })
    const error = startError(() => buildGraph({ house }, bind([[door, key]]), "test"))
    expect(error.code).toBe("dependency-cycle")
    expect(error.message).toContain("house → key → house")
    expect(startError(() => buildGraph({ door }, bind([[door, door]]), "test")).code).toBe("dependency-cycle")
  })

  it("refuses a provider that outlives what it depends on", () => {
    const request = dependency(() => 1)
    const response = dependency({ request }, ({ request }) => request, { scope: "response" })
    const app = dependency({ request }, ({ request }) => request, { scope: "app" })
    for (const provider of [response, app]) {
      const error = startError(() => buildGraph({ provider }, noBindings, "test"))
      expect(error.code).toBe("scope-shorter")
      expect(error.message).toContain('depends on "request", which lives for one request')
    }
    expect(() =>
      buildGraph({ x: dependency({ app: dependency(() => 1, { scope: "app" }) }, () => 2) }, noBindings, "test"),
    ).not.toThrow()
  })

  it("puts overrides in the place of providers, everywhere below", () => {
    const { nodes } = buildGraph(
      { c },
      {
        ports: new Map(),
        overrides: [
          override(a, "x"),
          override(
            b,
            dependency(() => "y"),
          ),
        ],
      },
      "test",
    )
    expect(nodes.map((node) => node.provider.kind)).toEqual(["dependency", "constant", "dependency"])
  })
})
