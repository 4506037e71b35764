import type { DataCode } from "../errors/codes.ts"
import { Unavailable } from "../errors/unavailable.ts"

/** An error of the data layer. It knows no HTTP: a route says with `raises` what a client is told. */
export class DataError extends Error {
  override readonly name: string = "DataError"
  readonly code: DataCode

  constructor(code: DataCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** A row would repeat values that have to be unique. */
export class UniqueViolation extends DataError {
  override readonly name = "UniqueViolation"
  /** Name of the model's class. */
  readonly model: string
  /** Properties whose values, together, exist already. */
  readonly columns: readonly string[]

  constructor(model: string, columns: readonly string[], options?: ErrorOptions) {
    super("unique-violation", `Another ${model} has this ${columns.join(" and ")} already.`, options)
    this.model = model
    this.columns = columns
  }
}

/** A row refers to one that does not exist, or one that others refer to would be deleted. */
export class ForeignKeyViolation extends DataError {
  override readonly name = "ForeignKeyViolation"
  readonly model: string

  constructor(model: string, options?: ErrorOptions) {
    super(
      "foreign-key-violation",
      `The ${model} refers to a row that does not exist, or is still referred to.`,
      options,
    )
    this.model = model
  }
}

/** A row breaks a CHECK of its table, or has a value of a type that its column cannot store. */
export class CheckViolation extends DataError {
  override readonly name = "CheckViolation"
  readonly model: string
  /** The constraint as the database names it. */
  readonly constraint: string

  constructor(model: string, constraint: string, options?: ErrorOptions) {
    super("check-violation", `The ${model} breaks the check ${constraint}.`, options)
    this.model = model
    this.constraint = constraint
  }
}

/** A row lacks a value that its table requires. */
export class NotNullViolation extends DataError {
  override readonly name = "NotNullViolation"
  readonly model: string
  readonly columns: readonly string[]

  constructor(model: string, columns: readonly string[], options?: ErrorOptions) {
    super("not-null-violation", `The ${model} needs ${columns.join(" and ")}.`, options)
    this.model = model
    this.columns = columns
  }
}

/** One thing wrong with an entity. It never carries the value. */
export interface ColumnFault {
  /** JSON Pointer (RFC 6901): "/title", "/tags/0". */
  readonly pointer: string
  /** Stable code of the schema library: too_small, invalid_type ... */
  readonly code: string
  readonly message: string
}

/** An entity does not fit the schemas of its columns. Thrown when it is added and when it is flushed. */
export class ValidationFailed extends DataError {
  override readonly name = "ValidationFailed"
  readonly model: string
  readonly faults: readonly ColumnFault[]

  constructor(model: string, faults: readonly ColumnFault[]) {
    const list = faults.map((fault) => `${fault.pointer} ${fault.message}`).join("; ")
    super("validation-failed", `The ${model} does not fit its model: ${list}`)
    this.model = model
    this.faults = faults
  }
}

/** The row behind an entity was changed or deleted by somebody else since it was read. */
export class StaleData extends DataError {
  override readonly name = "StaleData"
  readonly model: string

  /** @param key as text */
  constructor(model: string, key: string, changed = false) {
    const fact = changed ? "was changed by somebody else since it was read, or deleted" : "is no longer in the database"
    super("stale-data", `${model} ${key} ${fact}. Read it again before changing it.`)
    this.model = model
  }
}

/** A query that must find exactly one row found none, or several. */
export class RowCountError extends DataError {
  override readonly name = "RowCountError"
}

/**
 * The database cannot serve now: too many wait for it, the wait took too long, or a transaction was
 * held for too long. Trying again later may work; a server answers 503.
 */
export class DatabaseUnavailable extends Unavailable {
  override readonly name: string = "DatabaseUnavailable"

  constructor(message: string, options?: ErrorOptions) {
    super(message)
    if (options) this.cause = options.cause
  }
}

/**
 * Another transaction was in the way, and the database ended this one: two waited for each other, or no
 * order of the two would be right. Doing the whole unit of work again may succeed.
 */
export class TransactionConflict extends DatabaseUnavailable {
  override readonly name = "TransactionConflict"

  constructor(options?: ErrorOptions) {
    super("Another transaction was in the way of this one. Try again.", options)
  }
}
