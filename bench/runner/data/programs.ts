import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { type RuntimeName, runtimes } from "../server.ts"

export type EngineName = "sqlite" | "postgres"

/** One library on one runtime and one database. */
export interface DataProgram {
  readonly engine: EngineName
  readonly runtime: RuntimeName
  readonly name: string
  /** Relative to the folder `data`. */
  readonly file: string
  /** Whether it is a driver by hand, which the others are compared with. */
  readonly raw: boolean
}

const folder = fileURLToPath(new URL("../../data/", import.meta.url))

const libraries: readonly (readonly [name: string, file: string])[] = [
  ["maru", "maru.ts"],
  ["kysely", "kysely.ts"],
  ["drizzle", "drizzle.ts"],
  ["typeorm", "typeorm.ts"],
  ["mikro-orm", "mikro-orm.ts"],
  ["prisma", "prisma/program.ts"],
]

export const dataPrograms: readonly DataProgram[] = (["bun", "node"] as const).flatMap((runtime) => [
  program("sqlite", runtime, "better-sqlite3", "better-sqlite3.ts", true),
  program("sqlite", runtime, `${runtime}:sqlite`, `${runtime}-sqlite.ts`, true),
  ...libraries.map(([name, file]) => program("sqlite", runtime, name, file, false)),
  program("postgres", runtime, "pg", "postgres/pg.ts", true),
  program("postgres", runtime, "maru", "maru.ts", false),
])

function program(engine: EngineName, runtime: RuntimeName, name: string, file: string, raw: boolean): DataProgram {
  return { engine, runtime, name, file, raw }
}

/**
 * Generates Prisma's client, which its program needs. The generator itself is part of the package; the
 * command wants to download the engine of migrations as well, unless it is told that there is one.
 */
export function generatePrismaClient(): void {
  const command = fileURLToPath(new URL("../../../node_modules/prisma/build/index.js", import.meta.url))
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: runtimes.node, CHECKPOINT_DISABLE: "1" }
  execFileSync(runtimes.node, [command, "generate", "--schema", `${folder}prisma/schema.prisma`], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  })
}
