// `node checks/pages.ts`: what the repository's pages say can be relied on. Every error code has its place in
// docs/errors.md, every link within the repository leads to something, and the application in the README is the one
// that a test runs.
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as codes from "../packages/maru/src/errors/codes.ts"
import { filesBelow } from "./files.ts"
import { root } from "./program.ts"

/** Faults of the page of error codes. Each code is a heading, followed by what happened and the way out. */
export function checkErrorPage(text: string, sections: Readonly<Record<string, readonly string[]>>): string[] {
  const faults: string[] = []
  for (const [section, wanted] of Object.entries(sections)) {
    const entries = entriesOf(sectionOf(text, section))
    const names = entries.map((entry) => entry.name)
    faults.push(...wanted.filter((code) => !names.includes(code)).map((code) => `${section}: \`${code}\` is missing`))
    faults.push(...names.filter((name) => !wanted.includes(name)).map((name) => `${section}: \`${name}\` is no code`))
    faults.push(
      ...names
        .filter((name, index) => names.indexOf(name) < index)
        .map((name) => `${section}: \`${name}\` stands twice`),
    )
    for (const { name, body } of entries) {
      const [what = "", way = ""] = body.split("**Way out:**")
      if (what.trim().length < 20) faults.push(`${section}: \`${name}\` does not say what happened`)
      if (way.trim().length < 10) faults.push(`${section}: \`${name}\` does not say the way out`)
    }
  }
  return faults
}

function sectionOf(text: string, title: string): string {
  const start = text.indexOf(`\n## ${title}\n`)
  if (start === -1) return ""
  const end = text.indexOf("\n## ", start + 4)
  return text.slice(start, end === -1 ? undefined : end)
}

function entriesOf(section: string): { name: string; body: string }[] {
  return [...section.matchAll(/^### `([^`]+)`\n([^]*?)(?=^### |(?![^]))/gm)].map((match) => ({
    name: match[1]!,
    body: match[2]!,
  }))
}

/** Links of a page that lead nowhere. @param file path relative to the tree */
export function brokenLinks(tree: string, file: string): string[] {
  const text = readFileSync(join(tree, file), "utf8").replace(/```[^]*?```/g, "")
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
  return links
    .filter((link) => !/^[a-z]+:/i.test(link))
    .filter((link) => {
      const [path = "", anchor] = link.split("#")
      const target = path === "" ? file : join(dirname(file), decodeURIComponent(path))
      if (!existsSync(join(tree, target))) return true
      return anchor !== undefined && target.endsWith(".md") && !anchorsOf(join(tree, target)).includes(anchor)
    })
    .map((link) => `${file}: ${link} leads nowhere`)
}

function anchorsOf(path: string): string[] {
  const headings = [...readFileSync(path, "utf8").matchAll(/^#{1,6} (.+)$/gm)]
  return headings.map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  )
}

/** Whether a page shows a program exactly as it stands in a file, from its first import on. */
export function showsProgram(page: string, program: string): boolean {
  const shown = program.slice(program.indexOf("import ")).trim()
  return [...page.matchAll(/```ts\n([^]*?)```/g)].some((match) => match[1]!.trim() === shown)
}

if (import.meta.main) {
  const read = (file: string): string => readFileSync(join(root, file), "utf8")
  const pages = filesBelow(root, [""]).filter((file) => file.endsWith(".md"))
  const program = "docs/examples/hello.ts"
  const faults = [
    ...checkErrorPage(read("docs/errors.md"), {
      "Start errors": Object.keys(codes.startCodes),
      "Answers to a request": Object.keys(codes.requestCodes),
      "Data errors": Object.keys(codes.dataCodes),
    }).map((fault) => `docs/errors.md: ${fault}`),
    ...pages.flatMap((page) => brokenLinks(root, page)),
    ...["README.md", "README.ko.md"]
      .filter((page) => !showsProgram(read(page), read(program)))
      .map((page) => `${page}: does not show ${program} as it is`),
  ]
  for (const fault of faults) console.error(fault)
  console.log(`Pages: ${pages.length} read, ${faults.length} faults`)
  process.exitCode = faults.length > 0 ? 1 : 0
}
