import { expect, it } from "vitest"
import { fuzz, suites } from "./suites.ts"

// More of them are sent by `node checks/fuzz.ts`.
const cases = 500
const random = Math.floor(Math.random() * 2 ** 31)

it.each(suites.map((suite) => [suite.name, suite] as const))(
  `no %s are answered by a 500, nor do they change a prototype (seeds 1, 2 and ${random})`,
  { timeout: 60_000 },
  async (_, suite) => {
    for (const seed of [1, 2, random]) await fuzz(suite, cases, seed)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  },
)
