import { StartError } from "../errors/start-error.ts"

/**
 * Loads a package that only some applications have, synchronously and only when one of its schemas
 * is used. It is looked for beside Maru first and beside the application next, as an application
 * with strict package folders needs.
 *
 * @param name what to import, such as `@valibot/to-json-schema`
 * @returns undefined where the package is not installed
 */
export function optionalPackage<T>(name: string): T | undefined {
  const { createRequire } = process.getBuiltinModule("node:module")
  for (const place of [import.meta.url, `${process.cwd()}/package.json`]) {
    const require = createRequire(place)
    try {
      return require(name) as T
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  return undefined
}

/** The same for a package without which the schema cannot be used at all. */
export function requiredPackage<T>(name: string, purpose: string): T {
  const found = optionalPackage<T>(name)
  if (found !== undefined) return found
  throw new StartError(
    "schema-unsuitable",
    `The package "${name}" is needed ${purpose}. Install it: npm install ${name.replace(/^(typebox)\/.*/, "$1")}`,
  )
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED"
}
