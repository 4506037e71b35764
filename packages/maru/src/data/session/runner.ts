import type { Dialect } from "../dialects/dialect.ts"
import type { Compiler } from "../query/compiler.ts"
import type { QueryRunner } from "../query/query.ts"
import type { QueryShape } from "../query/shape.ts"
import type { Loader } from "./loader.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

/** Runs the queries of one session. */
export class SessionRunner implements QueryRunner {
  readonly dialect: Dialect
  readonly #compiler: Compiler
  readonly #holder: TransactionHolder
  readonly #loader: Loader

  constructor(compiler: Compiler, holder: TransactionHolder, loader: Loader) {
    this.dialect = compiler.dialect
    this.#compiler = compiler
    this.#holder = holder
    this.#loader = loader
  }

  async entities(shape: QueryShape, lock: boolean): Promise<object[]> {
    const opening = this.#holder.reader(lock)
    const reader = opening instanceof Promise ? await opening : opening
    const compiled = this.#compiler.list(shape)
    const reading = reader.rows(compiled.statement, this.#compiler.listParameters(shape))
    const rows = reading instanceof Promise ? await reading : reading
    return this.#loader.load(compiled, rows, reader, lock)
  }

  async number(shape: QueryShape, what: "count" | "exists"): Promise<number> {
    const reader = await this.#holder.reader(false)
    const row = await reader.row(this.#compiler.number(shape, what), this.#compiler.numberParameters(shape))
    return Number(row![0])
  }
}
