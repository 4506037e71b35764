import type { Engine } from "../engine.ts"
import type { AnyModel } from "../model/types.ts"
import type { Migrations } from "./folder.ts"

/** What migrations are about: a Database carries it, and the command line finds it there. */
export interface MigrationTarget {
  readonly engine: Engine
  readonly migrations: Migrations | undefined
  readonly models: readonly AnyModel[] | undefined
}
