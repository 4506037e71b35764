import { createRequire } from "node:module"
import type { Dialect as KyselyDialect, Driver, Kysely, KyselyPlugin, RootOperationNode } from "kysely"
import { type KyselyRunner, SessionConnection } from "./connection.ts"
import { type Rewritten, Rewriter } from "./rewriter.ts"
import { nameTables } from "./schema.ts"
import type { KyselyModels, KyselyTables } from "./tables.ts"

type Module = typeof import("kysely")

let loaded: Module | undefined

/** Kysely is loaded when it is first asked for: that takes 20 ms on Bun and 100 ms on Node. */
function load(): Module {
  return (loaded ??= createRequire(import.meta.url)("kysely") as Module)
}

/** A Kysely instance over the models' tables, whose statements the runner runs. */
export function sessionKysely<T extends KyselyModels>(models: T, runner: KyselyRunner): Kysely<KyselyTables<T>> {
  const module = load()
  const named = nameTables(models, runner.dialect)
  const rewritten = new WeakMap<RootOperationNode, Rewritten>()
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      const made = new Rewriter(named).rewrite(node)
      rewritten.set(made.node, made)
      return made.node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const driver = sessionDriver(new SessionConnection(runner, rewritten))
  return new module.Kysely<KyselyTables<T>>({ dialect: kyselyDialect(module, runner, driver), plugins: [plugin] })
}

/** What compiles statements for the engine. */
function kyselyDialect(module: Module, { dialect }: KyselyRunner, driver: Driver): KyselyDialect {
  const [Adapter, Compiler, Introspector] =
    dialect.name === "postgres"
      ? [module.PostgresAdapter, module.PostgresQueryCompiler, module.PostgresIntrospector]
      : dialect.name === "mysql"
        ? [module.MysqlAdapter, module.MysqlQueryCompiler, module.MysqlIntrospector]
        : [module.SqliteAdapter, module.SqliteQueryCompiler, module.SqliteIntrospector]
  return {
    createAdapter: () => new Adapter(),
    createQueryCompiler: () => new Compiler(),
    createDriver: () => driver,
    createIntrospector: (db) => new Introspector(db),
  }
}

function sessionDriver(connection: SessionConnection): Driver {
  const refuse = (): never => {
    throw new TypeError("The session is the transaction: commit or roll back the session itself.")
  }
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
    beginTransaction: async () => refuse(),
    commitTransaction: async () => refuse(),
    rollbackTransaction: async () => refuse(),
  }
}
