import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"

const skipped = new Set(["node_modules", "dist", ".git", "coverage"])

/**
 * Files below some folders of a tree, in order, without installed and built ones.
 *
 * @param tree absolute path of the folder that the results are relative to
 * @param folders where to look, relative to the tree; absent ones are empty
 */
export function filesBelow(tree: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const path = join(tree, folder)
    if (!existsSync(path)) return []
    const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
    return entries.flatMap((entry) => {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(tree, [name])
      return [name]
    })
  })
}
