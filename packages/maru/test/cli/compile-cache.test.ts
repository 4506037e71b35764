import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { Project, library } from "./project.ts"

const onNode = it.skipIf("Bun" in globalThis)

describe("what Node compiles for maru", () => {
  onNode("is kept in the user's own folder for caches", async () => {
    using project = new Project({ "app.ts": library })
    const caches = join(project.folder, "caches")
    const env = { XDG_CACHE_HOME: caches }
    const first = await project.maru(["routes"], env)
    expect(first.code).toBe(0)
    const [version] = readdirSync(join(caches, "maru/compiled"))
    expect(readdirSync(join(caches, "maru/compiled", version!)).length).toBeGreaterThan(10)
    project.write("app.ts", library.replaceAll("/authors", "/writers"))
    const second = await project.maru(["routes"], env)
    expect(second.stdout).toBe(first.stdout.replaceAll("/authors", "/writers").replaceAll("authors.", "writers."))
  })

  onNode("is not kept where that cannot be written", async () => {
    using project = new Project({ "app.ts": library })
    const file = join(project.folder, "a-file")
    writeFileSync(file, "")
    expect(await project.maru(["routes"], { XDG_CACHE_HOME: file })).toMatchObject({ code: 0, stderr: "" })
  })

  onNode("is not kept where somebody switches it off", async () => {
    using project = new Project({ "app.ts": library })
    const caches = join(project.folder, "caches")
    mkdirSync(caches)
    const env = { XDG_CACHE_HOME: caches, NODE_DISABLE_COMPILE_CACHE: "1" }
    expect((await project.maru(["routes"], env)).code).toBe(0)
    expect(readdirSync(caches)).toEqual([])
  })
})
