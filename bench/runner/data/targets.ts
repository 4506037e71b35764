import type { EngineName } from "./programs.ts"

/** A case of the suite, and what Maru has to reach in it. */
export interface DataCase {
  readonly name: string
  readonly engines: readonly EngineName[]
  /** Greatest ratio to raw. */
  readonly ratio: Readonly<Partial<Record<EngineName, number>>>
  /** Most microseconds, where there is nothing raw to compare with. */
  readonly time: number | undefined
}

export const dataCases: readonly DataCase[] = [
  { name: "get", engines: ["sqlite", "postgres"], ratio: { sqlite: 1.4, postgres: 1.2 }, time: undefined },
  { name: "list", engines: ["sqlite", "postgres"], ratio: { sqlite: 1.25, postgres: 1.2 }, time: undefined },
  { name: "insert", engines: ["sqlite", "postgres"], ratio: { sqlite: 1.25, postgres: 1.2 }, time: undefined },
  { name: "update", engines: ["sqlite", "postgres"], ratio: { sqlite: 1.4, postgres: 1.2 }, time: undefined },
  { name: "toggle", engines: ["sqlite"], ratio: { sqlite: 3.5 }, time: undefined },
  { name: "hydrate", engines: ["sqlite"], ratio: { sqlite: 1.5 }, time: undefined },
  { name: "idle-commit", engines: ["sqlite"], ratio: {}, time: 5 },
]
