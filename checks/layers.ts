// `node checks/layers.ts [tree]`: reads every import of the framework and of the applications, and refuses those that
// point upward, run in a circle, or go where they have no business. The rules stand in layers/house.ts and layers/apps.ts.
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { filesBelow } from "./files.ts"
import { checkApp } from "./layers/apps.ts"
import { checkHouse, house } from "./layers/house.ts"
import { type Source, readSource } from "./layers/imports.ts"
import type { Violation } from "./layers/violation.ts"
import { root } from "./program.ts"

export interface LayersReport {
  readonly files: number
  readonly violations: readonly Violation[]
}

/** Checks a whole tree. @param tree absolute path of a repository */
export function checkLayers(tree: string): LayersReport {
  const framework = sourcesBelow(tree, house.slice(0, -1))
  const users = ["apps", "packages"]
    .flatMap((folder) => foldersIn(tree, folder))
    .filter((folder) => folder !== "packages/maru/")
  const doors = doorsOf(tree)
  const apps = users.map((folder) => ({ folder, sources: sourcesBelow(tree, folder.slice(0, -1)) }))
  return {
    files: framework.length + apps.reduce((sum, app) => sum + app.sources.length, 0),
    violations: [...checkHouse(framework), ...apps.flatMap((app) => checkApp(app.folder, app.sources, doors))],
  }
}

function sourcesBelow(tree: string, folder: string): Source[] {
  const files = filesBelow(tree, [folder]).filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
  return files.map((file) => readSource(tree, file))
}

function foldersIn(tree: string, folder: string): string[] {
  if (!existsSync(join(tree, folder))) return []
  const entries = readdirSync(join(tree, folder), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `${folder}/${entry.name}/`)
}

function doorsOf(tree: string): Set<string> {
  const text = readFileSync(join(tree, "packages/maru/package.json"), "utf8")
  const { exports } = JSON.parse(text) as { exports: Record<string, unknown> }
  return new Set(Object.keys(exports).map((key) => key.replace(/^\./, "maru")))
}

if (import.meta.main) {
  const { files, violations } = checkLayers(process.argv[2] ?? root)
  for (const { file, line, rule, message } of violations) console.error(`${file}:${line}: ${rule}: ${message}`)
  if (files === 0) console.error("No file was read.")
  console.log(`Layers: ${files} files, ${violations.length} broken rules`)
  process.exitCode = violations.length > 0 || files === 0 ? 1 : 0
}
