import { existsSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { bundle } from "../../packages/maru/bundle.ts"
import { start } from "./children.ts"
import { runtimes } from "./server.ts"

const framework = fileURLToPath(new URL("../../packages/maru/", import.meta.url))
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url))
const hello = fileURLToPath(new URL("../hello/", import.meta.url))
const board = fileURLToPath(new URL("../../apps/board/", import.meta.url))
/** What the board's server consists of: its page is there when it was built. */
const boardParts = ["package.json", "server", "migrations", "web/dist", "web/src/language"]

/**
 * Puts Maru as npm delivers it, compiled to JavaScript and bundled, beside copies of its hello program and of the board in hello/built. The
 * repository itself runs Maru's TypeScript, which takes each runtime longer to load.
 * @throws Error with the compiler's output
 */
export async function buildMaru(): Promise<void> {
  const folder = `${hello}built/`
  rmSync(folder, { recursive: true, force: true })
  const installed = `${folder}node_modules/maru/`
  mkdirSync(installed, { recursive: true })
  await compile(["-p", `${framework}tsconfig.build.json`, "--outDir", `${installed}dist`])
  if (!existsSync(`${installed}dist/index.js`)) throw new Error("maru could not be built.")
  const { doors, ...manifest } = builtManifest()
  await bundle(`${installed}dist`, doors)
  writeFileSync(`${installed}package.json`, JSON.stringify(manifest))
  for (const file of ["maru.ts", "greeting.ts"]) cpSync(hello + file, folder + file)
  for (const part of boardParts) {
    if (existsSync(board + part)) cpSync(board + part, `${folder}board/${part}`, { recursive: true })
  }
}

/** What the package says of itself, and its doors without their endings. */
function builtManifest(): Record<string, unknown> & { readonly doors: readonly string[] } {
  const { name, version, exports } = JSON.parse(readFileSync(`${framework}package.json`, "utf8")) as {
    name: string
    version: string
    exports: Record<string, string>
  }
  const doors = Object.entries(exports).map(
    ([door, path]) => [door, path.replace(/^\.\/src\/(.*)\.ts$/, "$1")] as const,
  )
  return {
    name,
    version,
    type: "module",
    exports: Object.fromEntries(doors.map(([door, file]) => [door, `./dist/${file}.js`])),
    doors: doors.map(([, file]) => file),
  }
}

function compile(args: readonly string[]): Promise<void> {
  const child = start([runtimes.node, compiler, ...args], { stdio: "inherit" })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`The compiler ended with code ${code}.`))))
  })
}
