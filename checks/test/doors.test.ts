import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { brokenDoors, compareDoors } from "../doors.ts"
import { readDoors } from "../doors/exports.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "maru-doors-"))
  write(
    "package.json",
    JSON.stringify({ name: "house", exports: { ".": "./src/index.ts", "./data": "./src/data.ts" } }),
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

describe("reading doors", () => {
  it("follows re-exports to what a name is", () => {
    write("src/index.ts", `export * from "./app/app.ts"\nexport { two as second, type Three } from "./app/other.ts"`)
    write(
      "src/app/app.ts",
      `export class App { #own = 1; private old = 2; static from(): App { return new App() }\nfetch(): void {}\n/** @internal */ inner = 1\nreadonly name?: string }
       export function get(path: string, { a }: { a: 1 }, limit = 1, ...rest: string[]): void {}
       export interface Options { readonly b?: number; a(): void }
       export const constant = 1
       export type Alias = string`,
    )
    write("src/app/other.ts", `export const two = (x: number): number => x\nexport type Three = { readonly y: 1 }`)
    write("src/data.ts", `export { constant } from "./app/app.ts"`)
    expect(readDoors(folder)).toEqual({
      house: {
        Alias: "type",
        App: "class: fetch, name?, static from",
        Options: "interface: a, b?",
        Three: "type: y",
        constant: "const",
        get: "function(path, {}, limit?, ...rest)",
        second: "function(x)",
      },
      "house/data": { constant: "const" },
    })
  })

  it("finds doors without names and names without a declaration", () => {
    write("src/index.ts", `export { gone } from "./app.ts"`)
    write("src/app.ts", "export const here = 1")
    write("src/data.ts", "export {}")
    expect(brokenDoors(readDoors(folder))).toEqual(["house: gone has no declaration", "house/data: exports nothing"])
  })

  it("names the file of a door that is missing", () => {
    write("src/index.ts", "export {}")
    expect(() => readDoors(folder)).toThrow("house/data: there is no file")
  })
})

describe("comparing doors", () => {
  it("says nothing of what stayed", () => {
    expect(compareDoors({ maru: { a: "const" } }, { maru: { a: "const" } })).toEqual([])
  })

  it("names what came, went and changed", () => {
    const before = { maru: { a: "const", b: "type", c: "function(x)" }, "maru/old": {} }
    const now = { maru: { a: "const", c: "function(x, y)", d: "class" }, "maru/new": {} }
    expect(compareDoors(before, now)).toEqual([
      "maru: - b (type)",
      "maru: c\n    was function(x)\n    is  function(x, y)",
      "maru: + d (class)",
      "maru/old: the door is gone",
      "maru/new: the door is new",
    ])
  })
})
