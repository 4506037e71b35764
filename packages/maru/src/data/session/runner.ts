import type { Dialect } from "../dialects/dialect.ts"
import type { Row } from "../engine.ts"
import { IdentityMap } from "../loading/identity-map.ts"
import { Loader } from "../loading/loader.ts"
import { aggregateReader } from "../query/aggregate/aggregate.ts"
import { type AggregateShape, aggregateKey, aggregateParameters, compileAggregate } from "../query/aggregate/shape.ts"
import { type BulkShape, bulkKey, bulkParameters, compileBulk } from "../query/bulk/shape.ts"
import type { Compiler } from "../query/compile/compiler.ts"
import type { Found, QueryRunner } from "../query/runner.ts"
import { recordReader } from "../query/record-reader.ts"
import type { Beside, QueryShape } from "../query/compile/shape.ts"
import type { UnitOfWork } from "../work/unit-of-work.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

/** Runs the queries of one session. */
export class SessionRunner implements QueryRunner {
  readonly dialect: Dialect
  readonly cursorKey: string
  readonly #compiler: Compiler
  readonly #holder: TransactionHolder
  readonly #work: UnitOfWork
  readonly #loader: Loader

  constructor(compiler: Compiler, holder: TransactionHolder, work: UnitOfWork, loader: Loader, cursorKey: string) {
    this.#work = work
    this.dialect = compiler.dialect
    this.cursorKey = cursorKey
    this.#compiler = compiler
    this.#holder = holder
    this.#loader = loader
  }

  async items(shape: QueryShape, lock: boolean): Promise<object[]> {
    if (shape.select) return (await this.found(shape, lock, "")).items
    const opening = this.#holder.reader(lock)
    const reader = opening instanceof Promise ? await opening : opening
    const compiled = this.#compiler.list(shape, lock)
    const reading = reader.rows(compiled.statement, this.#compiler.listParameters(shape))
    const rows = reading instanceof Promise ? await reading : reading
    return this.#loader.load(compiled, rows, reader, lock, shape.with)
  }

  async found(shape: QueryShape, lock: boolean, beside: Beside): Promise<Found> {
    const reader = await this.#holder.reader(lock)
    const parameters = this.#compiler.listParameters(shape, beside)
    if (shape.select) {
      const compiled = this.#compiler.records(shape, beside)
      const rows = await reader.rows(compiled.statement, parameters)
      return { items: rows.map(recordReader(compiled)), beside: besides(rows, compiled) }
    }
    const compiled = this.#compiler.list(shape, lock, beside)
    const rows = await reader.rows(compiled.statement, parameters)
    return {
      items: await this.#loader.load(compiled, rows, reader, lock, shape.with),
      beside: besides(rows, compiled),
    }
  }

  async aggregates(shape: AggregateShape): Promise<object[]> {
    const { dialect } = this
    const statement = this.#compiler.statement(aggregateKey(shape), () => compileAggregate(shape, dialect))
    const reader = await this.#holder.reader(false)
    const rows = await reader.rows(statement, aggregateParameters(shape, dialect))
    const mapped = this.#compiler.mapper(shape.table).columns
    const columns = shape.groups.map(({ position }) => mapped[position]!)
    const readGroups = recordReader({ columns, tallies: [] })
    const readers = shape.aggregates.map((aggregate) => aggregateReader(aggregate, dialect))
    return rows.map((row) => {
      const record = readGroups(row)
      for (const [place, { name }] of shape.aggregates.entries())
        record[name] = readers[place]!(row[columns.length + place])
      return record
    })
  }

  async bulk(shape: BulkShape): Promise<number> {
    const { dialect } = this
    const statement = this.#compiler.statement(bulkKey(shape), () => compileBulk(shape, dialect))
    const parameters = bulkParameters(shape, dialect)
    const { changes } = await this.#holder.write((transaction) =>
      transaction.execute(statement, parameters, shape.table),
    )
    this.#work.changed(new Set([shape.table]), shape.set === undefined)
    return changes
  }

  /** Each part with a map of its own, so that nothing of it is kept. */
  async *stream(shape: QueryShape, size: number): AsyncIterable<object> {
    const reader = await this.#holder.reader(false)
    const parameters = this.#compiler.listParameters(shape)
    if (shape.select) {
      const compiled = this.#compiler.records(shape)
      const read = recordReader(compiled)
      for await (const rows of reader.stream(compiled.statement, parameters, size)) yield* rows.map(read)
      return
    }
    const compiled = this.#compiler.list(shape)
    for await (const rows of reader.stream(compiled.statement, parameters, size)) {
      this.#holder.check()
      const loader = new Loader(undefined, new IdentityMap(), this.#compiler)
      yield* await loader.load(compiled, rows, reader, false, shape.with)
    }
  }

  async number(shape: QueryShape, what: "count" | "exists"): Promise<number> {
    const reader = await this.#holder.reader(false)
    const row = await reader.row(this.#compiler.number(shape, what), this.#compiler.numberParameters(shape))
    return Number(row![0])
  }
}

function besides(rows: readonly Row[], { morePosition }: { readonly morePosition: number }): Found["beside"] {
  return rows.map((row) => row.slice(morePosition))
}
