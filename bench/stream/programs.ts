import type { Program } from "../runner/server.ts"

/** Programs that send server-sent events, whose fields are the same in all. */
export const streamPrograms: readonly Program[] = [
  { runtime: "bun", name: "raw", file: "stream/raw-bun.ts" },
  { runtime: "bun", name: "maru", file: "stream/maru.ts" },
  { runtime: "bun", name: "elysia", file: "stream/elysia.ts" },
  { runtime: "bun", name: "hono", file: "stream/hono-bun.ts" },
  { runtime: "node", name: "raw", file: "stream/raw-node.ts" },
  { runtime: "node", name: "maru", file: "stream/maru.ts" },
  { runtime: "node", name: "fastify", file: "stream/fastify.ts" },
  { runtime: "node", name: "hono", file: "stream/hono-node.ts" },
]

/** One case of the suite `stream`. */
export interface StreamCase {
  readonly name: string
  readonly unit: string
  /** Milliseconds between two events of a client; 0 for as fast as the server can. */
  readonly interval: number
}

export const streamCases: readonly StreamCase[] = [
  { name: "sse", unit: "events/s", interval: 0 },
  { name: "sse-cost", unit: "µs/event", interval: 50 },
]
