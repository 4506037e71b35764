import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { brokenLinks, checkErrorPage, showsProgram } from "../pages.ts"

const entry = (name: string): string =>
  `### \`${name}\`\nSomething happened that should not have.\n**Way out:** do it in another way.\n\n`
const page = (...names: string[]): string =>
  `# Errors\n\n## First\n\n${names.map(entry).join("")}## Second\n\n${entry("z")}`

describe("the page of error codes", () => {
  it("is good when every code has what happened and the way out", () => {
    expect(checkErrorPage(page("a", "b"), { First: ["a", "b"], Second: ["z"] })).toEqual([])
  })

  it("lacks a code, has one too many, or has one twice", () => {
    expect(checkErrorPage(page("a", "c", "c"), { First: ["a", "b"] })).toEqual([
      "First: `b` is missing",
      "First: `c` is no code",
      "First: `c` is no code",
      "First: `c` stands twice",
    ])
  })

  it("lacks a section", () => {
    expect(checkErrorPage(page("a"), { Third: ["a"] })).toEqual(["Third: `a` is missing"])
  })

  it("says too little", () => {
    const text = "\n## First\n\n### `a`\nIt failed.\n\n### `b`\nSomething happened that should not have.\n"
    expect(checkErrorPage(text, { First: ["a", "b"] })).toEqual([
      "First: `a` does not say what happened",
      "First: `a` does not say the way out",
      "First: `b` does not say the way out",
    ])
  })
})

describe("links", () => {
  it("lead to files and headings that exist", () => {
    const tree = mkdtempSync(join(tmpdir(), "maru-pages-"))
    mkdirSync(join(tree, "docs"))
    writeFileSync(join(tree, "docs/a.md"), "# One thing\n\n[up](../b.md) [here](#one-thing) [web](https://x.example/y)")
    writeFileSync(
      join(tree, "b.md"),
      "[a](docs/a.md#one-thing) [x](docs/a.md#other) [y](docs/c.md) [z](#none)\n```\n[code](nowhere)\n```",
    )
    const faults = ["docs/a.md", "b.md"].flatMap((file) => brokenLinks(tree, file))
    rmSync(tree, { recursive: true })
    expect(faults).toEqual(["docs/a.md#other", "docs/c.md", "#none"].map((link) => `b.md: ${link} leads nowhere`))
  })
})

describe("a program on a page", () => {
  it("is the file's, without the comment above it", () => {
    const program = `// why\nimport { a } from "a"\n\na()\n`
    expect(showsProgram('text\n```ts\nimport { a } from "a"\n\na()\n```\n', program)).toBe(true)
    expect(showsProgram('text\n```ts\nimport { a } from "a"\n\nb()\n```\n', program)).toBe(false)
  })
})
