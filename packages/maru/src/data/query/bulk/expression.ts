import { ColumnReference } from "../condition/column-reference.ts"

/** A value that the database works out from the row itself. */
export class Expression {
  readonly text: readonly string[]
  readonly values: readonly unknown[]

  constructor(text: readonly string[], values: readonly unknown[]) {
    this.text = text
    this.values = values
  }
}

/** A column that grows by an amount; the row is not read for it, so no other change of it is lost. */
export class Increment {
  readonly amount: number | bigint | string

  constructor(amount: number | bigint | string) {
    this.amount = amount
  }
}

/**
 * The value that a row has, and more: `query.update({ views: increment(1) })`.
 *
 * @param amount may be negative; a text for a decimal: "0.50"
 */
export function increment(amount: number | bigint | string): Increment {
  return new Increment(amount)
}

/**
 * A value as SQL, for `query.update`. Columns are named by `column`, everything else is bound:
 * `` query.update({ pages: expression`${column("pages")} * 2` }) ``.
 */
export function expression(text: TemplateStringsArray, ...values: readonly unknown[]): Expression {
  return new Expression(text, values)
}

/** The parts of an expression that decide its SQL. */
export function expressionKey({ text, values }: Expression): string {
  const names = values.map((value) => (value instanceof ColumnReference ? value.name : "?"))
  return JSON.stringify([text, names])
}
