export type { DialectName } from "./data/dialects/schemas.ts"
export { type Database, type DatabaseOptions, connect } from "./data/database.ts"
export {
  CheckViolation,
  type ColumnFault,
  DataError,
  ForeignKeyViolation,
  NotNullViolation,
  RowCountError,
  StaleData,
  TransactionConflict,
  DatabaseUnavailable,
  UniqueViolation,
  ValidationFailed,
} from "./data/errors.ts"
export {
  type KyselyModels,
  type KyselyTable,
  type KyselyTables,
  type LinkRows,
  linkRows,
} from "./data/kysely/tables.ts"
export { type Migration, type Migrations, migration } from "./data/migrate/folder.ts"
export type { MigrateMode } from "./data/migrate/run/start.ts"
export {
  type TimestampOptions,
  hidden,
  index,
  named,
  primaryKey,
  softDelete,
  timestamp,
  unique,
  version,
} from "./data/model/columns/column.ts"
export { decimal } from "./data/model/columns/decimal.ts"
export { type DefaultOptions, defaultTo } from "./data/model/columns/default.ts"
export type { ModelOptions } from "./data/model/options.ts"
export { embedded } from "./data/model/columns/embedded.ts"
export { type ViewClass, view } from "./data/model/view.ts"
export { type SqlText, now, sql } from "./data/model/columns/sql-text.ts"
export { model } from "./data/model/model.ts"
export {
  type BelongsToOptions,
  type HasManyOptions,
  type ManyToManyOptions,
  type OnDelete,
  type Pivot,
  type PivotRelation,
  type Relation,
  belongsTo,
  hasMany,
  hasOne,
  manyToMany,
} from "./data/model/relation.ts"
export type {
  AnyModel,
  Computed,
  Embedded,
  Entity,
  Insert,
  Loaded,
  LoadedRelations,
  ModelClass,
} from "./data/model/types.ts"
export type { ObservedStatement, Observer } from "./data/observer.ts"
export { CursorPageOf, type CursorPageSchema, PageOf, type PageSchema } from "./data/query/paging/page-of.ts"
export type { PageRequest, PageResult } from "./data/query/paging/page.ts"
export type { Grouping, Groups } from "./data/query/aggregate/groups.ts"
export type { AggregateRow, AggregateValue, Aggregates, Having } from "./data/query/aggregate/types.ts"
export type { Changes } from "./data/query/bulk/changes.ts"
export { type Expression, type Increment, expression, increment } from "./data/query/bulk/expression.ts"
export type { NewRow } from "./data/session/insert-many.ts"
export type { UpsertOptions } from "./data/session/upsert.ts"
export type { CursorRequest, CursorResult } from "./data/query/paging/cursor.ts"
export type { OrderName, OrderOptions } from "./data/query/reading-order.ts"
export type { Query } from "./data/query/query.ts"
export type { Direction } from "./data/query/compile/order.ts"
export { type ColumnReference, column } from "./data/query/condition/column-reference.ts"
export type { With, WithPart } from "./data/query/condition/with.ts"
export type { Comparisons, Quantified, Where } from "./data/query/condition/where.ts"
export { schemaSql } from "./data/schema-sql.ts"
export type { Isolation } from "./data/engine.ts"
export type { GetOptions, SessionOptions } from "./data/session/options.ts"
export type { TransactionOptions } from "./data/session/transaction.ts"
export type { DbSession } from "./data/session/session.ts"
export { type FactoryOptions, type FactoryValues, type Made, Factory, factory } from "./data/factory/factory.ts"
export { type Random, random } from "./data/factory/random.ts"
