import type { Program } from "../runner/server.ts"
import { stackCases } from "../stacks/cases.ts"
import { type HttpCase, httpCases } from "./cases.ts"

/** Programs that are all measured in the same cases. Each runtime's raw program is what its others are compared with. */
export interface Group {
  readonly programs: readonly Program[]
  readonly cases: readonly HttpCase[]
  /** Whether each process gets a fresh database, whose file DATABASE_FILE names. */
  readonly database?: boolean
}

/** Frameworks alone, without a database. */
const frameworks: Group = {
  cases: httpCases,
  programs: [
    { runtime: "bun", name: "raw", file: "http/raw-bun.ts" },
    { runtime: "bun", name: "maru", file: "http/maru.ts" },
    { runtime: "bun", name: "elysia", file: "http/elysia.ts" },
    { runtime: "bun", name: "hono", file: "http/hono-bun.ts" },
    { runtime: "node", name: "raw", file: "http/raw-node.ts" },
    { runtime: "node", name: "maru", file: "http/maru.ts" },
    { runtime: "node", name: "fastify", file: "http/fastify.ts" },
    { runtime: "node", name: "hono", file: "http/hono-node.ts" },
    { runtime: "node", name: "nest", file: "http/built/nest/main.js", build: "http/nest" },
    { runtime: "node", name: "adonis", file: "http/adonis/main.ts" },
    { runtime: "node", name: "express", file: "http/express.ts" },
  ],
}

/** Frameworks with a database behind them. */
const stacks: Group = {
  cases: stackCases,
  database: true,
  programs: [
    { runtime: "bun", name: "raw", file: "stacks/raw-bun.ts" },
    { runtime: "bun", name: "maru", file: "stacks/maru.ts" },
    { runtime: "bun", name: "elysia+drizzle", file: "stacks/elysia.ts" },
    { runtime: "bun", name: "hono+kysely", file: "stacks/hono-bun.ts" },
    { runtime: "node", name: "raw", file: "stacks/raw-node.ts" },
    { runtime: "node", name: "maru", file: "stacks/maru.ts" },
    { runtime: "node", name: "fastify+drizzle", file: "stacks/fastify.ts" },
    { runtime: "node", name: "hono+kysely", file: "stacks/hono-node.ts" },
    { runtime: "node", name: "nest+typeorm", file: "stacks/built/stacks/nest/main.js", build: "stacks/nest" },
    { runtime: "python", name: "fastapi+sqlalchemy", file: "stacks/fastapi_sqlalchemy.py" },
  ],
}

/** What the suite `http` measures. */
export const groups: readonly Group[] = [frameworks, stacks]
