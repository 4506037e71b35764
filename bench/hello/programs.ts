import type { HttpCase } from "../http/cases.ts"
import type { Program } from "../runner/server.ts"
import { greeting } from "./greeting.ts"

/** The least program of each framework: one endpoint. Maru comes built, as from npm (runner/built-maru.ts). */
export const helloPrograms: readonly Program[] = [
  { runtime: "bun", name: "raw", file: "hello/raw-bun.ts" },
  { runtime: "bun", name: "raw+zod", file: "hello/raw-zod-bun.ts" },
  { runtime: "bun", name: "maru", file: "hello/built/maru.ts" },
  { runtime: "bun", name: "elysia", file: "hello/elysia.ts" },
  { runtime: "bun", name: "hono", file: "hello/hono-bun.ts" },
  { runtime: "node", name: "raw", file: "hello/raw-node.ts" },
  { runtime: "node", name: "raw+zod", file: "hello/raw-zod-node.ts" },
  { runtime: "node", name: "maru", file: "hello/built/maru.ts" },
  { runtime: "node", name: "hono", file: "hello/hono-node.ts" },
  { runtime: "node", name: "fastify", file: "hello/fastify.ts" },
  { runtime: "node", name: "express", file: "hello/express.ts" },
]

/** What they are all asked. */
export const helloCase: HttpCase = {
  name: "hello",
  timed: { method: "GET", path: "/", answer: greeting },
  also: [],
  refused: [{ method: "GET", path: "/nothing-here" }],
}
