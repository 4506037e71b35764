import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Outcome, pinned, root, run } from "../program.ts"

let tree = ""
const house = "packages/maru"
const manifest = JSON.stringify({
  name: "maru",
  type: "module",
  exports: { ".": "./src/index.ts", "./more": "./src/more.ts" },
  bin: { maru: "./src/cli/main.ts" },
  scripts: { prepack: "" },
  dependencies: { zod: "4" },
  devDependencies: { redoc: "2" },
})

/** A repository with the framework's build and next to nothing to build. */
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "maru-build-"))
  for (const file of [
    "build.ts",
    "bundle.ts",
    "tsconfig.json",
    "tsconfig.build.json",
    "src/openapi/assets.ts",
    "src/runtime/modules.ts",
  ])
    copy(`${house}/${file}`)
  copy("tsconfig.json")
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"))
  write(`${house}/package.json`, manifest)
  write(`${house}/src/index.ts`, `export { a } from "./app/a.ts"\nexport type { A } from "./app/a.ts"\n`)
  write(`${house}/src/more.ts`, `export { a, more } from "./app/a.ts"\n`)
  write(`${house}/src/cli/main.ts`, `#!/usr/bin/env node\nimport { more } from "../app/a.ts"\nconsole.log(more(1))\n`)
  write(
    `${house}/src/app/a.ts`,
    `import { z } from "zod"\nexport const a: object = z\nexport const more = (n: number): number => n + 1\nexport type A = import("./b.ts").B\n`,
  )
  write(`${house}/src/app/b.ts`, '/** Never "./gone.ts" in a comment. */\nexport type B = string\n')
  write("README.md", "# Read me")
  write("LICENSE", "MIT")
})
afterEach(() => rmSync(tree, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), text)
}

function copy(file: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  copyFileSync(join(root, file), join(tree, file))
}

const read = (file: string): string => readFileSync(join(tree, house, file), "utf8")
const build = (task: string): Promise<Outcome> =>
  run(pinned.node, ["build.ts", task], { cwd: join(tree, house), limit: 60_000 })

describe("building the package", () => {
  it("turns package.json towards what was built, and back", async () => {
    expect(await build("pack")).toMatchObject({ code: 0, output: "" })
    expect(JSON.parse(read("package.json"))).toEqual({
      name: "maru",
      type: "module",
      exports: {
        ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
        "./more": { types: "./dist/more.d.ts", default: "./dist/more.js" },
      },
      bin: { maru: "./dist/cli/main.js" },
      dependencies: { zod: "4" },
    })
    expect(read("dist/index.d.ts")).not.toContain('.ts"')
    expect(read("dist/app/a.d.ts")).toContain(`import("./b.js").B`)
    expect(read("dist/assets/redoc.standalone.js").length).toBeGreaterThan(100_000)
    expect(read("README.md")).toBe("# Read me")
    expect((await build("restore")).code).toBe(0)
    expect(read("package.json")).toBe(manifest)
    expect(existsSync(join(tree, house, "README.md"))).toBe(false)
  })

  it("puts the modules together that doors share, and installed packages not", async () => {
    await build("pack")
    const files = readdirSync(join(tree, house, "dist"), { recursive: true, encoding: "utf8" })
    const code = files.filter((file) => file.endsWith(".js") && !file.startsWith("assets")).toSorted()
    expect(code).toEqual(["cli/main.js", "index.js", "more.js", "shared/a.js"])
    expect(files).toContain("app/b.d.ts")
    expect(read("dist/index.js")).toContain(`"./shared/a.js"`)
    expect(read("dist/shared/a.js")).toContain(`from "zod"`)
    expect(read("dist/cli/main.js")).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(await run(pinned.node, ["dist/cli/main.js"], { cwd: join(tree, house) })).toMatchObject({ output: "2\n" })
  })

  it("begins anew after a pack that was never finished", async () => {
    expect((await build("pack")).code).toBe(0)
    expect((await build("pack")).code).toBe(0)
    expect((await build("restore")).code).toBe(0)
    expect(read("package.json")).toBe(manifest)
  })

  it("leaves package.json as it is when the code does not compile", async () => {
    write(`${house}/src/app/a.ts`, `export const a: number = ""\n`)
    const { code, output } = await build("pack")
    expect(code).not.toBe(0)
    expect(output).toContain("src/app/a.ts(1,14): error TS2322")
    expect(read("package.json")).toBe(manifest)
  })

  it("puts package.json back when something fails after it was changed", async () => {
    rmSync(join(tree, "LICENSE"))
    const { code, output } = await build("pack")
    expect(code).not.toBe(0)
    expect(output).toMatch(/ENOENT.*LICENSE/)
    expect(read("package.json")).toBe(manifest)
    expect(existsSync(join(tree, house, "README.md"))).toBe(false)
  })

  it("refuses the name of a source file in a string", async () => {
    write(`${house}/src/app/b.ts`, `export const b: URL = new URL("./a.ts", import.meta.url)\nexport type B = 1\n`)
    const { code, output } = await build("pack")
    expect(code).not.toBe(0)
    expect(output).toContain(`src/app/b.ts names "./a.ts"`)
  })
})
