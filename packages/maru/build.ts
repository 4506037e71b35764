// What `npm pack` and `npm publish` run before and after: `node build.ts pack` compiles src to dist, bundles it, copies the files of
// the documentation pages and turns package.json towards dist; `node build.ts restore` turns it back. The repository
// itself always runs src, without a build.
import { spawnSync } from "node:child_process"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bundle } from "./bundle.ts"
import { assetLicenses, assetPath, assets, installedPath } from "./src/openapi/assets.ts"
import type { AssetName } from "./src/openapi/assets.ts"

const here = fileURLToPath(new URL(".", import.meta.url))
const repository = join(here, "../..")
const dist = join(here, "dist")
const manifest = join(here, "package.json")
/** npm never packs a file of this name. */
const saved = join(here, "package.json.orig")
const borrowed = ["README.md", "LICENSE"]

interface Manifest {
  [key: string]: unknown
  exports: Record<string, string>
  bin: Record<string, string>
}

/** Makes dist and a package.json that names it. Whatever fails, package.json is as it was. */
async function pack(): Promise<void> {
  restore()
  compile()
  const source = JSON.parse(readFileSync(manifest, "utf8")) as Manifest
  const doors = [...Object.values(source.exports), ...Object.values(source.bin)]
  await bundle(
    dist,
    doors.map((path) => path.replace("./src/", "").replace(/\.ts$/, "")),
  )
  copyAssets()
  copyFileSync(manifest, saved)
  try {
    writeFileSync(manifest, `${JSON.stringify(published(source), null, 2)}\n`)
    for (const file of borrowed) copyFileSync(join(repository, file), join(here, file))
  } catch (error) {
    restore()
    throw error
  }
}

/** Puts package.json back, if it is not as it was. */
function restore(): void {
  if (!existsSync(saved)) return
  renameSync(saved, manifest)
  for (const file of borrowed) rmSync(join(here, file), { force: true })
}

function compile(): void {
  rmSync(dist, { recursive: true, force: true })
  const compiler = join(repository, "node_modules/typescript/bin/tsc")
  const { status } = spawnSync(process.execPath, [compiler, "-p", join(here, "tsconfig.build.json")], {
    stdio: "inherit",
  })
  if (status !== 0) throw new Error("src does not compile.")
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".d.ts")) rewriteDeclaration(join(dist, file))
    else if (file.endsWith(".js")) refuseSourcePaths(file)
  }
}

/** The compiler leaves `.ts` in the imports of declarations; not every tool that reads them follows that. */
function rewriteDeclaration(file: string): void {
  const text = readFileSync(file, "utf8")
  const rewritten = text.replace(/((?:from|import)\s*\(?\s*["']\.{1,2}\/[^"']*)\.ts(["'])/g, "$1.js$2")
  if (rewritten !== text) writeFileSync(file, rewritten)
}

/** A path to a source file inside a string is not rewritten by the compiler and would be missing in the package. */
function refuseSourcePaths(file: string): void {
  const found = /["'`]\.{1,2}\/[^"'`\n]*\.ts["'`]/.exec(withoutComments(readFileSync(join(dist, file), "utf8")))
  if (found)
    throw new Error(
      `src/${file.replace(/js$/, "ts")} names ${found[0]}, which the package does not have: name it by import`,
    )
}

function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/.*|\/?\*.*)$/gm, "")
}

function copyAssets(): void {
  const folder = join(dist, "assets")
  mkdirSync(folder)
  for (const name of Object.keys(assets) as AssetName[]) copyFileSync(assetPath(name), join(folder, name))
  for (const file of assetLicenses) {
    copyFileSync(installedPath(file), join(folder, `${file.package}-${file.path.replace(/^.*\//, "")}`))
  }
}

/** The manifest as users get it: everything in dist, nothing that only the repository needs. */
function published(source: Manifest): Manifest {
  const { scripts: _scripts, devDependencies: _devDependencies, ...kept } = source
  const built = (path: string): string => path.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, "")
  return {
    ...kept,
    exports: Object.fromEntries(
      Object.entries(source.exports).map(([door, path]) => [
        door,
        { types: `${built(path)}.d.ts`, default: `${built(path)}.js` },
      ]),
    ) as unknown as Record<string, string>,
    bin: Object.fromEntries(Object.entries(source.bin).map(([name, path]) => [name, `${built(path)}.js`])),
  }
}

const task = process.argv[2]
if (task === "pack") await pack()
else if (task === "restore") restore()
else throw new Error(`Say "pack" or "restore".`)
