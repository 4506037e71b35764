// What the compiler made is one file for each of the sources, and a runtime needs a third of a millisecond and more to
// find, open and link each. So the package has few: one for each door and for the program, and those that they share.
// Gain: decisions/0023-start.md. Declarations stay as they are.
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { rolldown } from "rolldown"

/**
 * Puts the modules of compiled JavaScript together, in place.
 *
 * Names that sources find beside `import.meta.url` stay right because every shared file is one folder below `dist`, as
 * the sources that look for something are (`openapi/assets.ts`, `cli/help.ts`).
 *
 * @param dist folder of the compiled JavaScript
 * @param doors files that programs import or run, relative to it, without `.js`
 */
export async function bundle(dist: string, doors: readonly string[]): Promise<void> {
  const compiled = filesBelow(dist).filter((file) => file.endsWith(".js"))
  const graph = await rolldown({
    input: Object.fromEntries(doors.map((door) => [door, join(dist, `${door}.js`)])),
    platform: "node",
    external: isInstalled,
  })
  const { output } = await graph.write({
    dir: dist,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name].js",
    // The declarations have them; here they would be a fifth of what every start reads.
    comments: { jsdoc: false },
  })
  await graph.close()
  const kept = new Set<string>(output.map(({ fileName }) => fileName))
  for (const file of compiled) if (!kept.has(file)) rmSync(join(dist, file))
}

/** Whether an import leads out of the package: to the runtime, or to what npm installs. Helpers of the bundler's own come along. */
function isInstalled(specifier: string): boolean {
  return /^[a-z@]/.test(specifier) && !specifier.startsWith("@oxc-project/runtime/")
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
}
