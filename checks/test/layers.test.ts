import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { checkLayers } from "../layers.ts"
import { pinned, root, run } from "../program.ts"

let tree = ""
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "maru-layers-"))
  write(
    "packages/maru/package.json",
    JSON.stringify({
      exports: { ".": "./src/index.ts", "./data": "./src/data.ts", "./security": "./src/security.ts" },
    }),
  )
})
afterEach(() => rmSync(tree, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), text)
}

/** Writes a tree and gives back `file:line: rule` of each violation. */
function check(files: Record<string, string>, folder: string): string[] {
  for (const [file, text] of Object.entries(files)) write(`${folder}/${file}`, text)
  return checkLayers(tree).violations.map(({ file, line, rule }) => `${file.slice(folder.length + 1)}:${line}: ${rule}`)
}

const house = (files: Record<string, string>): string[] => check(files, "packages/maru/src")
const app = (files: Record<string, string>): string[] => check(files, "apps/shop")

describe("the house", () => {
  it("lets imports point downward", () => {
    const files = {
      "errors/codes.ts": "export const codes = 1",
      "http/message.ts": `import { codes } from "../errors/codes.ts"; export const m = codes`,
      "endpoint/plan.ts": `import { m } from "../http/message.ts"; import path from "node:path"; export const p = [m, path]`,
      "server/node.ts": `import http from "node:http"; import { p } from "../endpoint/plan.ts"; export const s = [http, p, Bun.serve]`,
      "index.ts": `export { p } from "./endpoint/plan.ts"\nexport type { X } from "./http/message.ts"`,
    }
    expect(house(files)).toEqual([])
  })

  it.each([
    ["errors", "http"],
    ["http", "endpoint"],
    ["http", "provider"],
    ["schema", "http"],
    ["provider", "http"],
    ["routing", "http"],
    ["data", "http"],
    ["data", "provider"],
    ["endpoint", "app"],
    ["app", "openapi"],
    ["security", "session"],
    ["openapi", "log"],
    ["middleware", "server"],
    ["server", "testing"],
    ["testing", "cli"],
  ])("refuses %s importing %s", (room, other) => {
    const faults = house({
      [`${room}/a.ts`]: `\nimport { b } from "../${other}/b.ts"; export const a = b`,
      [`${other}/b.ts`]: "export const b = 1",
    })
    expect(faults).toEqual([`${room}/a.ts:2: upward`])
  })

  it("sees every way to name a module", () => {
    const ways = {
      "schema/a.ts": `import type { X } from "../http/x.ts"\nexport type A = X`,
      "schema/b.ts": `export * from "../http/x.ts"`,
      "schema/c.ts": `export type C = import("../http/x.ts").X`,
      "schema/d.ts": `export const d = () => import("../http/x.ts")`,
      "schema/e.ts": `import "../http/x.ts"`,
      "schema/f.ts": `// import "../http/x.ts"\nexport const f = 'import "../http/x.ts"'`,
      "http/x.ts": "export type X = 1",
    }
    expect(house(ways)).toEqual(["a", "b", "c", "d", "e"].map((name) => `schema/${name}.ts:1: upward`))
  })

  it("names the rooms in its message", () => {
    house({ "schema/a.ts": `import "../http/x.ts"`, "http/x.ts": "" })
    expect(checkLayers(tree).violations[0]!.message).toBe("schema may not import http (it may import errors)")
  })

  it("refuses circles, of types too, and shows the way around", () => {
    const files = {
      "http/a.ts": `import type { B } from "./b.ts"; export type A = B`,
      "http/b.ts": `\nimport { c } from "./c.ts"; export type B = typeof c`,
      "http/c.ts": `import { type A } from "./a.ts"; export const c: A | 1 = 1`,
      "http/d.ts": `import { c } from "./c.ts"; export const d = c`,
    }
    expect(house(files)).toEqual(["http/a.ts:1: circle"])
    expect(checkLayers(tree).violations[0]!.message).toBe("http/a.ts → http/b.ts → http/c.ts → http/a.ts")
  })

  it.each([
    `import "bun"`,
    `import "bun:sqlite"`,
    `import "node:http"`,
    `import "node:cluster"`,
    "Bun.file('x')",
    "globalThis.Bun",
    "let x: Bun.Server",
  ])("refuses %s outside server/", (text) => {
    expect(house({ "app/a.ts": text })).toEqual(["app/a.ts:1: runtime"])
  })

  it("knows a member named Bun from the runtime", () => {
    expect(
      house({ "app/a.ts": "export const a = { Bun: 1 }; export const b = a.Bun; export const c = 'Bun'" }),
    ).toEqual([])
  })

  it("wants modules that are dear to load taken late, but for their types, and for servers and commands", () => {
    const files = {
      "http/a.ts": `import { createHash } from "node:crypto"`,
      "http/b.ts": `import type { Hash } from "node:crypto"`,
      "http/c.ts": `import { join } from "node:path"`,
      "cli/a.ts": `import { existsSync } from "node:fs"`,
    }
    expect(house(files)).toEqual(["http/a.ts:1: late"])
  })

  it("refuses doors imported from inside", () => {
    const files = {
      "index.ts": "",
      "app/a.ts": `import "../index.ts"`,
      "app/b.ts": `import "maru"\nimport "maru/data"`,
    }
    expect(house(files)).toEqual(["app/a.ts:1: door", "app/b.ts:1: door", "app/b.ts:2: door"])
  })

  it("refuses doors that do more than re-export", () => {
    expect(house({ "index.ts": `export { a } from "./app/a.ts"\nexport const b = 1`, "app/a.ts": "" })).toEqual([
      "index.ts:2: door",
    ])
  })

  it("refuses an unknown room and a way out of src", () => {
    expect(house({ "utils/a.ts": "", "app/b.ts": `import "../../test/c.ts"` })).toEqual([
      "app/b.ts:1: outside",
      "utils/a.ts:1: room",
    ])
  })
})

describe("an application", () => {
  it("goes from routes to controllers to models", () => {
    const files = {
      "server/posts/routes.ts": `import { get } from "maru"; import { c } from "./controller.ts"; import { s } from "./schemas.ts"; import { db } from "../providers.ts"; export const r = [get, c, s, db]`,
      "server/posts/controller.ts": `import type { DbSession } from "maru/data"; import { Post } from "./model.ts"; import type { P } from "../providers.ts"; export const c = Post as unknown as [DbSession, P]`,
      "server/posts/schemas.ts": `import { Post } from "./model.ts"; import { z } from "zod"; export const s = [Post, z]`,
      "server/posts/model.ts": `import { model } from "maru/data"; import { User } from "../users/model.ts"; export const Post = [model, User]`,
      "server/users/model.ts": `import { Post } from "../posts/model.ts"; export const User = Post`,
      "server/providers.ts": `import { dependency } from "maru"; export const db = dependency; export type P = 1`,
      "web/page.tsx": `import { h } from "preact"; export const page = <p>{h}</p>`,
    }
    expect(app(files)).toEqual([])
  })

  it.each([
    ["routes", "model"],
    ["controller", "routes"],
    ["controller", "providers"],
    ["model", "controller"],
    ["model", "routes"],
    ["model", "schemas"],
    ["schemas", "controller"],
    ["providers", "routes"],
  ])("refuses %s importing %s", (layer, other) => {
    const faults = app({ [`server/a/${layer}.ts`]: `import "../b/${other}.ts"`, [`server/b/${other}.ts`]: "" })
    expect(faults).toEqual([`server/a/${layer}.ts:1: layer`])
  })

  it("refuses the web in controllers and models", () => {
    const files = {
      "server/a/controller.ts": `import "maru"`,
      "server/a/model.ts": `import "maru/data"\nimport { get } from "maru"`,
    }
    expect(app(files)).toEqual(["server/a/controller.ts:1: business", "server/a/model.ts:2: business"])
  })

  it("lets controllers keep passwords, and no more of that door", () => {
    const files = {
      "server/a/controller.ts": `import { hashPassword } from "maru/security"\nimport { hashPassword as h, bearer } from "maru/security"`,
      "server/b/controller.ts": `import * as security from "maru/security"`,
    }
    expect(app(files)).toEqual(["server/a/controller.ts:2: business", "server/b/controller.ts:1: business"])
  })

  it("refuses what is no door", () => {
    const files = {
      "server/app.ts": `import "maru/src/app/app.ts"\nimport "../../../packages/maru/src/index.ts"\nimport "maru/data"`,
      "web/a.ts": `import "maru/secret"\nimport "../../other/a.ts"`,
    }
    expect(app(files)).toEqual([
      "server/app.ts:1: door",
      "server/app.ts:2: door",
      "web/a.ts:1: door",
      "web/a.ts:2: outside",
    ])
  })

  it("refuses circles other than among models", () => {
    const files = {
      "server/a/model.ts": `import "../b/model.ts"`,
      "server/b/model.ts": `import "../a/model.ts"\nimport "./names.ts"`,
      "server/b/names.ts": `import "./model.ts"`,
    }
    expect(app(files)).toEqual(["server/b/model.ts:2: circle"])
  })
})

describe("the program", () => {
  it("prints file, line and rule, and fails", async () => {
    write("packages/maru/src/schema/a.ts", `import "../http/x.ts"`)
    const { code, output } = await run(pinned.node, [join(root, "checks/layers.ts"), tree])
    expect(code).toBe(1)
    expect(output).toContain("packages/maru/src/schema/a.ts:1: upward: schema may not import http")
  })

  it("fails on an empty tree", async () => {
    expect((await run(pinned.node, [join(root, "checks/layers.ts"), tree])).code).toBe(1)
  })
})
