import type { z } from "zod"
import type { Relation, RelationKind } from "./relation.ts"

declare const generatedTag: unique symbol
declare const keyTag: unique symbol
declare const hiddenTag: unique symbol
declare const fieldsTag: unique symbol

/** A column that the data layer fills when nobody else did: an insert does not ask for it. */
export type Generated<S> = S & { readonly [generatedTag]: true }

/** The column that names a row. */
export type PrimaryKey<S> = S & { readonly [keyTag]: true }

/** A column that never leaves the server. */
export type Hidden<S> = S & { readonly [hiddenTag]: true }

/** Any class made by `model`. */
export interface AnyModel {
  new (values: any): any
  readonly table: string
  readonly fields: any
}

/** The columns and relations that a model class was declared with. */
export type FieldsOf<M extends AnyModel> = M["fields"]

/** The columns and relations behind an entity. */
export type FieldsOfEntity<E> = E extends { readonly [fieldsTag]?: infer F } ? NonNullable<F> : never

export type ColumnKey<F> = { [K in keyof F]: F[K] extends z.ZodType ? K : never }[keyof F]
export type RelationKey<F, Kind extends RelationKind = RelationKind> = {
  [K in keyof F]: F[K] extends Relation<any, Kind> ? K : never
}[keyof F]

/** The model at the other end of a relation. */
export type TargetOf<R> = R extends Relation<infer M extends AnyModel> ? M : never

type Schema<S> = S extends z.ZodType ? S : never
type Bare<S> = S extends z.ZodDefault<infer T> | z.ZodPrefault<infer T> ? T : S

/** Zod shapes derived from the columns: a whole row, what an insert gives, what a change may give, what may leave. */
export type RowShape<F> = { [K in keyof F as F[K] extends z.ZodType ? K : never]: Schema<F[K]> }
export type InsertShape<F> = {
  [K in keyof F as F[K] extends z.ZodType ? (F[K] extends { [generatedTag]: true } ? never : K) : never]: Schema<F[K]>
}
export type PatchShape<F> = { [K in keyof InsertShape<F>]: z.ZodOptional<Schema<Bare<InsertShape<F>[K]>>> }
export type PublicShape<F> = {
  [K in keyof F as F[K] extends z.ZodType ? (F[K] extends { [hiddenTag]: true } ? never : K) : never]: Schema<F[K]>
}

type KeyName<F> = { [K in keyof F]: F[K] extends { [keyTag]: true } ? K : never }[keyof F]

/** Type of the primary key. */
export type KeyOf<F> = F[KeyName<F>] extends z.ZodType ? z.output<F[KeyName<F>]> : never

/** Type of the property that holds the key of the row that this one belongs to. */
export type ForeignKey<R> =
  R extends Relation<infer M extends AnyModel, "belongsTo", infer Nullable>
    ? KeyOf<M["fields"]> | (Nullable extends true ? null : never)
    : never

/** What every entity of a model has: its columns, and the keys of the rows it belongs to. */
export type Entity<F> = {
  -readonly [K in keyof F as F[K] extends z.ZodType ? K : never]: F[K] extends z.ZodType ? z.output<F[K]> : never
} & {
  readonly [K in keyof F as F[K] extends Relation<any, "belongsTo"> ? `${K & string}Id` : never]: ForeignKey<F[K]>
} & { readonly [fieldsTag]?: F }

/** What `new Post(...)` takes: the columns that are not generated, and the entities it belongs to. */
export type Insert<F> = z.input<z.ZodObject<InsertShape<F>>> & {
  readonly [K in keyof F as F[K] extends Relation<any, "belongsTo", false> ? K : never]: InstanceType<TargetOf<F[K]>>
} & {
  readonly [K in keyof F as F[K] extends Relation<any, "belongsTo", true> ? K : never]?: InstanceType<
    TargetOf<F[K]>
  > | null
}

/** What `model` returns: extend it to give entities behaviour. */
export interface ModelClass<Table extends string, F> {
  new (values: Insert<F>): Entity<F>
  /** Name of the table. */
  readonly table: Table
  /** Columns and relations as they were declared. */
  readonly fields: F
  /** A whole row, hidden columns included. */
  readonly row: z.ZodObject<RowShape<F>>
  /** What an insert gives: the row without generated columns. */
  readonly insert: z.ZodObject<InsertShape<F>>
  /** What a change may give: `insert`, everything optional and without defaults. */
  readonly patch: z.ZodObject<PatchShape<F>>
  /** The row without hidden columns. */
  readonly public: z.ZodObject<PublicShape<F>>
}

/** Relations to load with an entity, and those of the entities that come with it. */
export type With<M extends AnyModel> = {
  readonly [K in RelationKey<M["fields"]>]?: true | { readonly with: With<TargetOf<M["fields"][K]>> }
}

type LoadedTarget<M extends AnyModel, W> = W extends { readonly with: infer Inner } ? Loaded<M, Inner> : InstanceType<M>

type RelationValue<R, W> =
  R extends Relation<infer M extends AnyModel, infer Kind, infer Nullable>
    ? Kind extends "hasMany" | "manyToMany"
      ? readonly LoadedTarget<M, W>[]
      : LoadedTarget<M, W> | (Nullable extends true ? null : never)
    : never

/** The relations named in `with`, as properties. */
export type LoadedRelations<M extends AnyModel, W> = {
  readonly [K in keyof W & keyof M["fields"]]: RelationValue<M["fields"][K], W[K]>
}

/** An entity together with the relations named in `with`; what was not loaded has no name here. */
export type Loaded<M extends AnyModel, W> = keyof W extends never
  ? InstanceType<M>
  : InstanceType<M> & LoadedRelations<M, W>

/** Names of the columns of a model, foreign keys included. */
export type ColumnName<M extends AnyModel> =
  | ColumnKey<M["fields"]>
  | (RelationKey<M["fields"], "belongsTo"> extends infer K extends string ? `${K}Id` : never)

/** Names of the relations of a model. */
export type RelationName<M extends AnyModel> = RelationKey<M["fields"]>

/** The model that an entity is an instance of, as far as its relations go. */
export interface ModelOf<E> {
  new (values: any): E
  readonly table: string
  readonly fields: FieldsOfEntity<E>
}
