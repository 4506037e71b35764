import { afterEach, describe, expect, it } from "vitest"
import { Project } from "./project.ts"

const appNamed = (title: string, how = "export const app =") =>
  `import { App } from "maru"\n${how} new App({ title: "${title}", version: "1" }, [])\n`

const projects: Project[] = []
function project(files: Record<string, string>): Project {
  const made = new Project(files)
  projects.push(made)
  return made
}
afterEach(() => projects.splice(0).forEach((each) => each[Symbol.dispose]()))

describe("the application's file", () => {
  it("is the first of the usual ones", async () => {
    const all = project({ "app.ts": appNamed("c"), "src/app.ts": appNamed("b"), "server/app.ts": appNamed("a") })
    expect((await all.maru(["openapi"])).stdout).toContain(`"title": "a"`)
    const two = project({ "app.ts": appNamed("c"), "src/app.ts": appNamed("b") })
    expect((await two.maru(["openapi"])).stdout).toContain(`"title": "b"`)
  })

  it("can be named, and export its application by default", async () => {
    const made = project({ "app.ts": appNamed("no"), "other/main.ts": appNamed("yes", "export default") })
    expect((await made.maru(["openapi", "other/main.ts"])).stdout).toContain(`"title": "yes"`)
  })

  it("is missed with the way out", async () => {
    const { code, stderr } = await project({}).maru(["routes"])
    expect(code).toBe(1)
    expect(stderr).toMatch(/There is no application in .*: none of server\/app\.ts, src\/app\.ts, app\.ts exists\./)
    const named = await project({}).maru(["routes", "sever/app.ts"])
    expect([named.code, named.stderr]).toEqual([1, expect.stringMatching(/^There is no file sever\/app\.ts in /)])
  })

  it("has to export an application", async () => {
    const { code, stderr } = await project({ "app.ts": "export const server = 1, app = {}\n" }).maru(["routes"])
    expect(code).toBe(1)
    expect(stderr).toContain("app.ts exports no application as `app` or by default. It exports app, server.")
    const empty = await project({ "app.ts": "export {}\n" }).maru(["routes"])
    expect(empty.stderr).toContain("It exports nothing.")
  })
})

describe("failures", () => {
  it("of the declaration show their message and source lines, and nothing of Maru", async () => {
    const made = project({
      "app.ts": `import { App, get, returns } from "maru"
const one = get("/", {}, returns(204), () => undefined)
const two = get("/", {}, returns(204), () => undefined)
export const app = new App({ title: "t", version: "1" }, [one, two])
`,
    })
    const { code, stdout, stderr } = await made.maru(["routes"])
    expect([code, stdout]).toEqual([1, ""])
    expect(stderr.split("\n").slice(1)).toEqual(["    at app.ts:2", "    at app.ts:3", "    (name-clash)", ""])
  })

  it("of wrong code show the line", async () => {
    const { code, stderr } = await project({ "app.ts": "export const app = \n" }).maru(["routes"])
    expect(code).toBe(1)
    expect(stderr).toMatch(/(^|\s)app\.ts:1/)
    expect(stderr).toContain("export const app =")
    expect(stderr).not.toContain("node:internal")
  })

  it("of imports name both files", async () => {
    const { stderr } = await project({ "app.ts": `import "./nothing.ts"\n` }).maru(["routes"])
    expect(stderr).toMatch(/Cannot find module '(\.\/)?nothing\.ts' imported from app\.ts/)
  })

  it("of any other kind show the user's own part of the trace", async () => {
    const made = project({
      "app.ts": `function bad() {\n  throw new TypeError("no luck", { cause: new Error("why") })\n}\nbad()\n`,
    })
    const { stderr } = await made.maru(["routes"])
    expect(stderr).toContain("TypeError: no luck")
    expect(stderr).toMatch(/at bad \(app\.ts:2:\d+\)/)
    expect(stderr).toContain("caused by")
    expect(stderr).toContain("Error: why")
    expect(stderr).not.toContain("src/cli")
  })
})
