import { existsSync, readFileSync } from "node:fs"
import { cpus, release, totalmem } from "node:os"
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { pythonVersions } from "./python.ts"
import { runtimes } from "./server.ts"

/** On what, with what and when a suite was measured. */
export interface Conditions {
  /** Day and time in UTC, ISO 8601. */
  readonly date: string
  readonly quick: boolean
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly versions: Readonly<Record<string, string>>
  readonly schedule: Readonly<Record<string, number | boolean>>
}

const packages = [
  "@adonisjs/core",
  "@adonisjs/static",
  "@vinejs/vine",
  "elysia",
  "@elysiajs/static",
  "express",
  "fastify",
  "@fastify/static",
  "hono",
  "@hono/node-server",
  "@hono/zod-validator",
  "@hono/zod-openapi",
  "@nestjs/core",
  "class-validator",
  "class-transformer",
  "better-sqlite3",
  "pg",
  "kysely",
  "drizzle-orm",
  "typeorm",
  "@mikro-orm/core",
  "@prisma/client",
  "zod",
  "typescript",
]

/** @param schedule rounds and durations of the run */
export function conditions(quick: boolean, schedule: Conditions["schedule"]): Conditions {
  return {
    date: new Date().toISOString(),
    quick,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()} ${process.arch}`,
    versions: {
      bun: execFileSync(runtimes.bun, ["--version"], { encoding: "utf8" }).trim(),
      node: execFileSync(runtimes.node, ["--version"], { encoding: "utf8" }).trim().replace("v", ""),
      maru: versionOf("../../packages/maru/package.json"),
      ...Object.fromEntries(packages.map((name) => [name, installedVersion(name)])),
      ...pythonVersions(),
    },
    schedule,
  }
}

/** The version that the programs load: one of the benchmark's own comes before the one that all share. */
function installedVersion(name: string): string {
  const own = `../node_modules/${name}/package.json`
  return versionOf(existsSync(new URL(own, import.meta.url)) ? own : `../../node_modules/${name}/package.json`)
}

function versionOf(file: string): string {
  const manifest = JSON.parse(readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8")) as {
    version: string
  }
  return manifest.version
}
