import type { ColumnType } from "kysely"
import type { z } from "zod"
import type { Relation } from "../model/relation.ts"
import type {
  AnyModel,
  Computed,
  Embedded,
  EmbeddedKey,
  ForeignKey,
  Generated,
  KeyOf,
  PrimaryKey,
  RelationKey,
  TargetOf,
} from "../model/types.ts"

/** Models, and tables between two of them, by the names that queries call them by. */
export type KyselyModels = { readonly [name: string]: AnyModel | LinkRows<string, string, any, any> }

/** The table between two models, as `linkRows` names it. */
export interface LinkRows<Own extends string, Target extends string, OwnKey, TargetKey> {
  readonly model: AnyModel
  readonly relation: string
  /** Names of the two columns: the key of the model's row, and that of the row at the other end. */
  readonly columns: readonly [Own, Target]
  readonly keys?: readonly [OwnKey, TargetKey]
}

/** What Kysely knows of the tables: their columns by the properties of the models. */
export type KyselyTables<T extends KyselyModels> = {
  [Name in keyof T]: T[Name] extends AnyModel
    ? KyselyTable<T[Name]["fields"]>
    : T[Name] extends LinkRows<infer Own, infer Target, infer OwnKey, infer TargetKey>
      ? { [K in Own]: OwnKey } & { [K in Target]: TargetKey }
      : never
}

/** The columns of a model; what may be left out of an insert is what the database fills. */
export type KyselyTable<F> = {
  [
    K in keyof F as F[K] extends z.ZodType ? (F[K] extends Embedded<z.ZodType> ? never : K) : never
  ]: F[K] extends z.ZodType ? KyselyColumn<F[K]> : never
} & {
  [P in EmbeddedPath<F>]: EmbeddedColumn<F, P>
} & {
  [K in keyof F as F[K] extends Relation<any, "belongsTo"> ? `${K & string}Id` : never]: ForeignKeyColumn<
    ForeignKey<F[K]>
  >
}

/** A field of a value object: `address_city`. */
type EmbeddedPath<F> = {
  [K in keyof F]: F[K] extends Embedded<z.ZodType> ? `${K & string}_${EmbeddedKey<F[K]>}` : never
}[keyof F]
type EmbeddedColumn<F, P> = P extends `${infer K}_${infer Field}`
  ? K extends keyof F
    ? F[K] extends z.ZodType
      ? FieldOf<z.input<F[K]>, Field>
      : never
    : never
  : never
type FieldOf<V, Field> =
  | (Field extends keyof NonNullable<V> ? Exclude<NonNullable<V>[Field], undefined> : never)
  | (null extends V ? null : never)

/** A value that an entity leaves out is null in SQL. */
type KyselyColumn<S extends z.ZodType> =
  undefined extends z.output<S>
    ? ColumnType<Given<S> | null, Given<S> | null | undefined, Given<S> | null>
    : null extends z.output<S>
      ? ColumnType<z.output<S>, z.output<S> | undefined, z.output<S>>
      : S extends CountedKey | Computed<z.ZodType>
        ? ColumnType<z.output<S>, z.output<S> | undefined, z.output<S>>
        : ColumnType<z.output<S>, z.output<S>, z.output<S>>

type Given<S extends z.ZodType> = Exclude<z.output<S>, undefined>
type ForeignKeyColumn<K> = null extends K ? ColumnType<K, K | undefined, K> : K

/** Type of a key that the database counts up: `primaryKey()`. */
type CountedKey = PrimaryKey<Generated<z.ZodInt>>

/**
 * The table between two models, for `db.kysely`:
 * `db.kysely({ posts: Post, likes: linkRows(Post, "likedBy", ["postId", "userId"]) })`.
 *
 * @param relation a `manyToMany` of the model
 * @param columns names for the key of the model's row and the key of the other row
 */
export function linkRows<
  M extends AnyModel,
  K extends RelationKey<M["fields"], "manyToMany">,
  const Own extends string,
  const Target extends string,
>(
  model: M,
  relation: K,
  columns: readonly [Own, Target],
): LinkRows<Own, Target, KeyOf<M["fields"]>, KeyOf<TargetOf<M["fields"][K]>["fields"]>> {
  return Object.freeze({ model, relation: relation as string, columns })
}
