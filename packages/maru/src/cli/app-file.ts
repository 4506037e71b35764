import { existsSync } from "node:fs"
import { relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { App } from "../app/app.ts"

/** Where an application is looked for, in this order. */
export const defaultAppFiles: readonly string[] = ["server/app.ts", "src/app.ts", "app.ts"]

/** The application cannot be found; the message says what to do about it. */
export class AppNotFound extends Error {
  override readonly name = "AppNotFound"
}

/**
 * Absolute path of the application's file.
 * @param given as the user wrote it; undefined looks in the usual places
 * @throws AppNotFound
 */
export function findAppFile(given: string | undefined): string {
  if (given !== undefined) {
    const file = resolve(given)
    if (existsSync(file)) return file
    throw new AppNotFound(`There is no file ${given} in ${process.cwd()}.`)
  }
  const found = defaultAppFiles.find((file) => existsSync(resolve(file)))
  if (found) return resolve(found)
  throw new AppNotFound(
    `There is no application in ${process.cwd()}: none of ${defaultAppFiles.join(", ")} exists. Name its file as an argument, or go to the folder that has it.`,
  )
}

/**
 * Loads an application from its file.
 * @throws AppNotFound if the file exports none; whatever the file throws
 */
export async function loadApp(file: string): Promise<App> {
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  const app = module["app"] ?? module["default"]
  if (isApp(app)) return app
  const shown = relative(process.cwd(), file)
  const exports = Object.keys(module)
  const has = exports.length === 0 ? "It exports nothing." : `It exports ${exports.join(", ")}.`
  throw new AppNotFound(
    `${shown} exports no application as \`app\` or by default. ${has} Add: export const app = new App({ title, version }, [...])`,
  )
}

// Another copy of the package may have made it, so its class tells nothing.
export function isApp(value: unknown): value is App {
  const app = value as Partial<App> | null | undefined
  return typeof app === "object" && app !== null && typeof app.handle === "function" && "plans" in app
}
