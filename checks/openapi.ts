// `node checks/openapi.ts`: the OpenAPI documents that Maru makes are good for others. Two independent linters find no
// error in that of the board and that of an application which uses everything; two generators make clients from
// both that compile; those of the second call it and get answers of the documented types. Ends with
// `N passed, N failed`.
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type OpenApiDocument, openapiDocument } from "maru"
import { torture } from "./openapi/torture.ts"
import { type Outcome, pinned, root, run } from "./program.ts"

const here = join(root, "checks")
const work = mkdtempSync(join(tmpdir(), "maru-openapi-"))
const offline = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", DO_NOT_TRACK: "1" }
let passed = 0
let failed = 0

try {
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"))
  cpSync(join(here, "openapi/client"), work, { recursive: true })
  const documents = { torture: openapiDocument(torture), board: await boardDocument() }
  for (const [name, document] of Object.entries(documents)) write(name, document)
  write("broken", broken(documents.torture))
  await lint()
  await generate()
  await compile()
  report(
    "the clients call the application",
    await run(pinned.bun, [join(here, "openapi/call.ts"), join(work, "calls.ts")]),
  )
} finally {
  rmSync(work, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** The board as it is, but with a database of its own. */
async function boardDocument(): Promise<OpenApiDocument> {
  process.env["DATABASE_URL"] = `sqlite:${join(work, "board.db")}`
  const { app } = await import("../apps/board/server/app.ts")
  return openapiDocument(app)
}

/** A document with a mistake, which a linter that works has to find. */
function broken(document: OpenApiDocument): OpenApiDocument {
  const { Part: _, ...schemas } = document.components.schemas ?? {}
  return { ...document, components: { ...document.components, schemas } }
}

async function lint(): Promise<void> {
  for (const name of ["torture", "board", "broken"]) {
    const good = name !== "broken"
    const title = (linter: string) => (good ? `${linter}: ${name}` : `${linter} finds a mistake`)
    const redocly = ["lint", path(name), "--config", join(here, "openapi/rules/redocly.yaml"), "--format=stylish"]
    report(title("Redocly"), await tool("@redocly/cli", "bin/cli.js", redocly), good)
    const spectral = ["lint", path(name), "--ruleset", join(here, "openapi/rules/spectral.yaml"), "--quiet"]
    report(title("Spectral"), await tool("@stoplight/spectral-cli", "dist/index.js", spectral), good)
  }
}

async function generate(): Promise<void> {
  for (const [name, types, sdk] of [
    ["torture", "schema.d.ts", "hey"],
    ["board", "board-schema.d.ts", "board"],
  ] as const) {
    // Otherwise a field with a default would have to be sent.
    const typescript = [path(name), "--output", join(work, types), "--default-non-nullable=false"]
    report(`openapi-typescript: ${name}`, await tool("openapi-typescript", "bin/cli.js", typescript))
    const hey = [
      "--input",
      path(name),
      "--output",
      join(work, sdk),
      "--client",
      "@hey-api/client-fetch",
      "--no-log-file",
    ]
    report(`@hey-api/openapi-ts: ${name}`, await tool("@hey-api/openapi-ts", "dist/run.mjs", hey))
  }
}

/** By the compiler that users of such generators have. */
async function compile(): Promise<void> {
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: false,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  }
  writeFileSync(join(work, "package.json"), `{ "type": "module" }`)
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["**/*.ts"], exclude: ["node_modules"] }),
  )
  report("the clients compile", await tool("typescript", "bin/tsc", ["-p", work, "--pretty", "false"]))
}

/** Runs a tool of another package, with the last compiler that has a JavaScript interface. */
function tool(name: string, program: string, args: readonly string[]): Promise<Outcome> {
  const compiler = join(here, "openapi/typescript.mjs")
  return run(pinned.node, ["--import", compiler, join(packageFolder(name), program), ...args], {
    cwd: work,
    env: offline,
    limit: 120_000,
  })
}

function packageFolder(name: string): string {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? []
  const folder = places.map((place) => join(place, name)).find((each) => existsSync(join(each, "package.json")))
  if (!folder) throw new Error(`${name} is not installed. Run "npm ci" first.`)
  return folder
}

function path(name: string): string {
  return join(work, `${name}.json`)
}

function write(name: string, document: OpenApiDocument): void {
  writeFileSync(path(name), JSON.stringify(document, null, 2))
}

function report(title: string, { code, output, time }: Outcome, good = true): void {
  const right = (code === 0) === good
  if (right) passed++
  else failed++
  console.log(`${right ? "ok    " : "FAILED"} ${title} (${(time / 1000).toFixed(1)} s)`)
  if (!right) console.error(output.trim().replace(/^/gm, "  "))
}
