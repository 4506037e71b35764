import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import * as v from "valibot"
import { afterAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { type SettingsOptions, StartError, secret, settings } from "../../src/index.ts"

const folder = mkdtempSync(join(tmpdir(), "settings-"))
afterAll(() => rmSync(folder, { recursive: true }))

const Schema = z.object({
  PORT: z.int().min(1).max(65_535).default(8000),
  DEBUG: z.boolean().default(false),
  SINCE: z.date().optional(),
  ORIGINS: z.array(z.url()).default([]),
  MODE: z.enum(["fast", "safe"]).default("safe"),
  DATABASE_URL: z.string(),
  SESSION_SECRET: z.string().min(8).optional(),
  STRIPE: secret(z.string()).optional(),
})

const read = (environment: Record<string, string>, files: SettingsOptions["files"] = []) =>
  settings(Schema, { environment, files })

function faultOf(run: () => unknown): StartError {
  try {
    run()
  } catch (error) {
    return error as StartError
  }
  throw new Error("nothing was thrown")
}

describe("settings", () => {
  it("have the types that the schema says", () => {
    const config = read({
      PORT: "80",
      DEBUG: "true",
      SINCE: "2026-08-03",
      ORIGINS: "https://a.example, https://b.example",
      DATABASE_URL: "sqlite:x",
      HOME: "/",
    })
    expect({ ...config }).toEqual({
      PORT: 80,
      DEBUG: true,
      SINCE: new Date("2026-08-03"),
      ORIGINS: ["https://a.example", "https://b.example"],
      MODE: "safe",
      DATABASE_URL: "sqlite:x",
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it("come from the environment first, then from the files in their order; an empty value is none", () => {
    const [near, far] = [".env.local", ".env"].map((name) => join(folder, name)) as [string, string]
    writeFileSync(near, "\u{feff}PORT=2\nMODE=\n# DEBUG=true\n")
    writeFileSync(far, 'PORT=3\nMODE=fast\nexport DATABASE_URL="sqlite:a b"\nSESSION_SECRET=from the file\n')
    const files = [near, far, join(folder, "missing")]
    expect({ ...read({ PORT: "1" }, files) }).toMatchObject({ PORT: 1, MODE: "fast", DATABASE_URL: "sqlite:a b" })
    expect(read({ PORT: "", DATABASE_URL: "x" }, files)).toMatchObject({ PORT: 2, DATABASE_URL: "x" })
    expect(read({}, files).SESSION_SECRET).toBe("from the file")
    expect(process.env["SESSION_SECRET"]).toBeUndefined()
  })

  it("tell all faults at once, with the name and an example, and never a value", () => {
    const values = {
      PORT: "eighty thousand",
      DEBUG: "maybe",
      MODE: "wild",
      SESSION_SECRET: "s3cr3t",
      ORIGINS: "nowhere",
    }
    const error = faultOf(() => read(values))
    expect(error).toBeInstanceOf(StartError)
    expect(error.code).toBe("settings-invalid")
    for (const line of [/PORT: .* For example PORT=8000/, /DEBUG: .* For example DEBUG=false/, /MODE: .*MODE=safe/]) {
      expect(error.message).toMatch(line)
    }
    for (const name of ["DATABASE_URL: This is required.", "SESSION_SECRET: ", "ORIGINS/0: "]) {
      expect(error.message).toContain(name)
    }
    for (const value of Object.values(values)) expect(error.message).not.toContain(value)
    expect(error.message).toContain("settings.test.ts")
  })

  it("show no secrets where they are printed, logged, made JSON or spread", () => {
    const config = read({
      DATABASE_URL: "postgres://board:hunter2@db.example/board",
      SESSION_SECRET: "correct horse",
      STRIPE: "sk_live_1",
    })
    expect([config.SESSION_SECRET, config.STRIPE]).toEqual(["correct horse", "sk_live_1"])
    const shown = [
      inspect(config),
      JSON.stringify({ config }),
      `${inspect({ deep: [config] })}`,
      inspect({ ...config }),
    ]
    for (const text of shown.slice(0, 3)) {
      expect(text).toContain("postgres://board:[secret]@db.example/board")
      expect(text).toContain("[secret]")
    }
    for (const text of shown) expect(text).not.toMatch(/correct horse|sk_live/)
    for (const text of shown.slice(0, 3)) expect(text).not.toContain("hunter2")
  })

  it("take other schemas", () => {
    const config = settings(v.object({ PORT: v.number(), API_KEY: v.string() }), {
      environment: { PORT: "1", API_KEY: "k" },
      files: [],
    })
    expect([config.PORT, config.API_KEY, JSON.stringify(config)]).toEqual([1, "k", '{"PORT":1,"API_KEY":"[secret]"}'])
  })

  it("are read at once", () => {
    const Slow = z.object({ A: z.string().refine(async () => true) })
    expect(() => settings(Slow, { environment: { A: "x" }, files: [] })).toThrow("asynchronous")
  })
})
