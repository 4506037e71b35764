export { type Database, type DatabaseOptions, connect } from "./data/database.ts"
export {
  CheckViolation,
  type ColumnFault,
  DataError,
  ForeignKeyViolation,
  NotNullViolation,
  RowCountError,
  StaleData,
  DatabaseUnavailable,
  UniqueViolation,
  ValidationFailed,
} from "./data/errors.ts"
export { type Migration, type Migrations, migration } from "./data/migrate/folder.ts"
export { type TimestampOptions, hidden, index, primaryKey, timestamp, unique } from "./data/model/column.ts"
export { model } from "./data/model/model.ts"
export {
  type BelongsToOptions,
  type HasManyOptions,
  type ManyToManyOptions,
  type OnDelete,
  type Relation,
  belongsTo,
  hasMany,
  hasOne,
  manyToMany,
} from "./data/model/relation.ts"
export type { AnyModel, Entity, Insert, Loaded, LoadedRelations, ModelClass, With } from "./data/model/types.ts"
export type { ObservedStatement, Observer } from "./data/observer.ts"
export type { PageRequest, PageResult } from "./data/query/page.ts"
export type { Query } from "./data/query/query.ts"
export type { Direction } from "./data/query/shape.ts"
export type { Comparisons, Where } from "./data/query/where.ts"
export { schemaSql } from "./data/schema-sql.ts"
export type { SessionOptions } from "./data/session/options.ts"
export type { DbSession, GetOptions } from "./data/session/session.ts"
