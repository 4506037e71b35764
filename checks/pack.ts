// What `npm pack` makes has to work where nothing else of the repository is: in an empty project, on Node and on Bun,
// for programs and for the compiler. Ends with `N passed, N failed`.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { environment, pinned, root, run } from "./program.ts"
import { startServer } from "./start/server.ts"

const source = join(root, "packages/maru")
const project = mkdtempSync(join(tmpdir(), "maru-pack-"))
const manifest = readFileSync(join(source, "package.json"), "utf8")
const { exports } = JSON.parse(manifest) as { exports: Record<string, string> }
const doors = Object.keys(exports).map((door) => door.replace(/^\./, "maru"))
let passed = 0
let failed = 0

try {
  const tarball = await pack()
  if (tarball && (await install(tarball))) {
    await runPrograms()
    await runCommands()
    await typeCheck()
  }
} finally {
  await run(pinned.node, ["build.ts", "restore"], { cwd: source })
  rmSync(project, { recursive: true, force: true })
}
tell("package.json is as it was", readFileSync(join(source, "package.json"), "utf8") === manifest)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** Packs and looks at what is in the package. Returns the path of the tarball. */
async function pack(): Promise<string | undefined> {
  const { code, output } = await run("npm", ["pack", "--json", "--pack-destination", project], {
    cwd: source,
    limit: 120_000,
  })
  if (!tell("npm pack", code === 0, output)) return undefined
  const [{ filename, files }] = JSON.parse(output.slice(output.indexOf("[\n"), output.lastIndexOf("]") + 1)) as [
    { filename: string; files: { path: string }[] },
  ]
  const paths = files.map((file) => file.path)
  const strange = paths.filter(
    (path) => !/^(dist\/.+\.(js|d\.ts|css|txt)|dist\/assets\/[^/]+|package\.json|README\.md|LICENSE)$/.test(path),
  )
  tell("holds only what was built", strange.length === 0, strange.join("\n"))
  const wanted = Object.values(exports).flatMap((path) =>
    [".js", ".d.ts"].map((end) => path.replace("./src/", "dist/").replace(/\.ts$/, end)),
  )
  const missing = [...wanted, "README.md", "LICENSE"].filter((path) => !paths.includes(path))
  tell("holds every door with its declarations", missing.length === 0, missing.join("\n"))
  return join(project, filename)
}

async function install(tarball: string): Promise<boolean> {
  const zod = (JSON.parse(manifest) as { devDependencies: { zod: string } }).devDependencies.zod
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }))
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball, `zod@${zod}`]
  const { code, output } = await run("npm", args, { cwd: project, limit: 180_000 })
  return tell("npm install of it", code === 0, output)
}

async function runPrograms(): Promise<void> {
  copyFileSync(join(root, "checks/pack/hello.ts"), join(project, "hello.ts"))
  writeFileSync(
    join(project, "doors.js"),
    `for (const door of ${JSON.stringify(doors)}) console.log(door, Object.keys(await import(door)).length > 0)`,
  )
  const hello = `201 {"id":1,"text":"kept"}
200 [{"id":1,"text":"kept"}]
422
/docs 200 true
/reference 200 true
true
"here"
`
  for (const name of ["node", "bun"] as const) {
    await expectOutput(`a program on ${name}`, pinned[name], ["hello.ts", `${name}.db`], hello)
    await expectOutput(
      `every door opens on ${name}`,
      pinned[name],
      ["doors.js"],
      doors.map((door) => `${door} true\n`).join(""),
    )
  }
}

/** The program `maru`, on the application of the README. */
async function runCommands(): Promise<void> {
  copyFileSync(join(root, "docs/examples/hello.ts"), join(project, "app.ts"))
  const cases: [name: string, command: string[], wanted: RegExp][] = [
    ["npx maru --help", ["npx", "--no-install", "maru", "--help"], /\bserve\b/],
    ["npx maru routes", ["npx", "--no-install", "maru", "routes"], /POST +\/notes +notes\.create +app\.ts:\d+/],
    ["npx maru explain", ["npx", "--no-install", "maru", "explain", "POST /notes"], /validate +input/],
    ["maru routes on Bun", [pinned.bun, "--bun", "maru", "routes"], /POST +\/notes +notes\.create +app\.ts:\d+/],
  ]
  for (const [name, [program, ...args], wanted] of cases) {
    const { code, output } = await run(program!, args, { cwd: project, limit: 30_000 })
    tell(name, code === 0 && wanted.test(output), output)
  }
  for (const command of ["dev", "serve"]) await runServer(command)
}

async function runServer(command: string): Promise<void> {
  const line = ["sh", "-c", `exec npx --no-install maru ${command} --port $PORT`]
  try {
    const server = await startServer(line, environment(), project, 30_000)
    const response = await fetch(`${server.url}/notes/1`)
    const type = response.headers.get("content-type")
    await server.stop()
    tell(`npx maru ${command}`, response.status === 404 && type === "application/problem+json", await response.text())
  } catch (error) {
    tell(`npx maru ${command}`, false, String(error))
  }
}

async function expectOutput(name: string, program: string, args: string[], wanted: string): Promise<void> {
  const { code, output } = await run(program, args, { cwd: project, limit: 30_000 })
  tell(name, code === 0 && output === wanted, output)
}

/** The declarations have to hold for a strict consumer that looks into them, and that has no types of Bun. */
async function typeCheck(): Promise<void> {
  const compilerOptions = {
    target: "esnext",
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  }
  writeFileSync(
    join(project, "all.ts"),
    doors.map((door, index) => `import * as door${index} from "${door}"\nvoid door${index}\n`).join(""),
  )
  writeFileSync(join(project, "wrong.ts"), `import { get } from "maru"\nget(1)\n`)
  for (const [file, good] of [
    ["hello.ts", true],
    ["all.ts", true],
    ["wrong.ts", false],
  ] as const) {
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }))
    const { code, output } = await run(pinned.node, [pinned.tsc, "--pretty", "false", "-p", "."], {
      cwd: project,
      limit: 60_000,
    })
    if (good) tell(`types of ${file}`, code === 0, output)
    else tell(`the compiler refuses ${file}`, code !== 0 && /^wrong\.ts/m.test(output), output)
  }
}

function tell(name: string, good: boolean, output = ""): boolean {
  if (good) passed++
  else failed++
  console.log(`${good ? "ok    " : "FAILED"} ${name}`)
  if (!good && output) console.error(output.trim().replace(/^/gm, "  "))
  return good
}
