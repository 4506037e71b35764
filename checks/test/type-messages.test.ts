import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { root } from "../program.ts"
import { checkTypeMessages, compilerMessages, expectedMessages } from "../type-messages.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "maru-types-"))
  const config = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: { types: [] },
    include: ["*.ts"],
    exclude: [],
  }
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`)
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function check(text: string): Promise<{ right: number; faults: readonly string[] }> {
  writeFileSync(join(folder, "one.bad.ts"), text)
  return checkTypeMessages(join(folder, "tsconfig.json"))
}

const message = "Type 'number' is not assignable to type 'string'."

describe("messages of wrong code", () => {
  it("accepts the message as written", async () => {
    expect(await check(`// error: ${message}\nexport const a: string = 1\n`)).toEqual({ right: 1, faults: [] })
  })

  it("fails when the code compiles", async () => {
    const { right, faults } = await check(`// error: ${message}\nexport const a: string = ""\n`)
    expect(right).toBe(0)
    expect(faults).toEqual([`${join(folder, "one.bad.ts")}:2: missing: ${message}`])
  })

  it("fails when the message is another one", async () => {
    const { faults } = await check("// error: A name is missing.\nexport const a: string = 1\n")
    expect(faults.join("\n")).toMatch(
      /:2: different:\n {2}wanted: A name is missing\.\n {2}came: {3}Type 'number' is not/,
    )
  })

  it("fails on an error that no comment asks for", async () => {
    const { right, faults } = await check(
      `// error: ${message}\nexport const a: string = 1\nexport const b: string = 2\n`,
    )
    expect(right).toBe(1)
    expect(faults).toEqual([`${join(folder, "one.bad.ts")}:3: unexpected: ${message}`])
  })

  it("fails when no fixture asks for anything", async () => {
    expect((await check("export const a = 1\n")).faults.join()).toContain("no fixture asks for a message")
  })
})

describe("reading", () => {
  it("gives several comments to the next line of code", () => {
    expect(expectedMessages("f", "a\n// error: one\n// error: two\n// why\nb")).toEqual([
      { file: "f", line: 5, text: "one" },
      { file: "f", line: 5, text: "two" },
    ])
  })

  it("leaves out what follows the first line of a message", () => {
    const output = "a.bad.ts(3,7): error TS2322: First.\n  Second.\nb.bad.ts(1,1): error TS1: Other.\n"
    expect(compilerMessages("/x", output)).toEqual([
      { file: "/x/a.bad.ts", line: 3, text: "First." },
      { file: "/x/b.bad.ts", line: 1, text: "Other." },
    ])
  })
})
