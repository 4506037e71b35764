import { existsSync } from "node:fs"
import { relative, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { App } from "../../app/app.ts"
import type { MigrationTarget } from "../../data/migrate/target.ts"
import { AppNotFound, defaultAppFiles, isApp } from "../app-file.ts"

/** Where a database is looked for, in this order; then in the application. */
const defaultFiles = ["server/database.ts", "src/database.ts", "database.ts", ...defaultAppFiles]

/**
 * What migrations are about, from a file that exports the database, or an application that starts one.
 *
 * @param given as the user wrote it; undefined looks in the usual places
 * @throws AppNotFound
 */
export async function loadTarget(given: string | undefined): Promise<MigrationTarget> {
  const file = findFile(given)
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
  const found = [module["database"], module["default"], ...Object.values(module)].find((value) => hasTarget(value))
  if (found) return found.migrationTarget
  const app = [module["app"], module["default"]].find((value) => isApp(value))
  const used = app?.resources.find((value) => hasTarget(value))
  if (used) return used.migrationTarget
  throw new AppNotFound(notFound(relative(process.cwd(), file), app))
}

function findFile(given: string | undefined): string {
  const file = given ?? defaultFiles.find((each) => existsSync(resolve(each)))
  if (file !== undefined && existsSync(resolve(file))) return resolve(file)
  const fault =
    given === undefined
      ? `There is no database in ${process.cwd()}: none of ${defaultFiles.join(", ")} exists.`
      : `There is no file ${given} in ${process.cwd()}.`
  throw new AppNotFound(`${fault} Name the file that exports the database, or the application, as the last argument.`)
}

function notFound(file: string, app: App | undefined): string {
  const wanted = "export const database = connect(url, { migrations, models })"
  if (app) return `The application in ${file} has no lifespan(database). Name the file that has: ${wanted}`
  return `${file} exports neither a database nor an application. It needs: ${wanted}`
}

// Another copy of the package may have made it, so its class tells nothing.
function hasTarget(value: unknown): value is { readonly migrationTarget: MigrationTarget } {
  return typeof value === "object" && value !== null && "migrationTarget" in value
}
