import { existsSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { start } from "./children.ts"
import { runtimes } from "./server.ts"

const framework = fileURLToPath(new URL("../../packages/maru/", import.meta.url))
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url))
const hello = fileURLToPath(new URL("../hello/", import.meta.url))

/**
 * Puts Maru as npm delivers it, compiled to JavaScript, beside a copy of its hello program in hello/built. The
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
  writeFileSync(`${installed}package.json`, JSON.stringify(manifest()))
  for (const file of ["maru.ts", "greeting.ts"]) cpSync(hello + file, folder + file)
}

function manifest(): unknown {
  const { name, version, exports } = JSON.parse(readFileSync(`${framework}package.json`, "utf8")) as {
    name: string
    version: string
    exports: Record<string, string>
  }
  const built = Object.entries(exports).map(([door, path]) => [
    door,
    path.replace("./src/", "./dist/").replace(/\.ts$/, ".js"),
  ])
  return { name, version, type: "module", exports: Object.fromEntries(built) }
}

function compile(args: readonly string[]): Promise<void> {
  const child = start([runtimes.node, compiler, ...args], { stdio: "inherit" })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`The compiler ended with code ${code}.`))))
  })
}
