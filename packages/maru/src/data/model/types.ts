import type { z } from "zod"
import type { ModelOptions } from "./options.ts"
import type { PivotRelation, Relation, RelationKind } from "./relation.ts"

declare const generatedTag: unique symbol
declare const keyTag: unique symbol
declare const hiddenTag: unique symbol
declare const embeddedTag: unique symbol
declare const computedTag: unique symbol
declare const fieldsTag: unique symbol

/** A column that the data layer fills when nobody else did: an insert does not ask for it. */
export type Generated<S> = S & { readonly [generatedTag]: true }

/** The column that names a row. */
export type PrimaryKey<S> = S & { readonly [keyTag]: true }

/** A column that never leaves the server. */
export type Hidden<S> = S & { readonly [hiddenTag]: true }

/** A value object whose fields are columns. */
export type Embedded<S> = S & { readonly [embeddedTag]: true }

/** A column that the database fills where an insert leaves it out. */
export type Computed<S> = S & { readonly [computedTag]: true }

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

/** Names of the columns and relations that a model declares. */
export type FieldName<F> = keyof F & string

/** The model at the other end of a relation. */
export type TargetOf<R> = R extends Relation<infer M extends AnyModel> ? M : never

type Schema<S> = S extends z.ZodType ? S : never
type Bare<S> = S extends z.ZodDefault<infer T> | z.ZodPrefault<infer T> | z.ZodOptional<infer T> ? T : S

/** Zod shapes derived from the columns: a whole row, what an insert gives, what a change may give, what may leave. */
export type RowShape<F> = { [K in keyof F as F[K] extends z.ZodType ? K : never]: Schema<F[K]> }
export type InsertShape<F> = {
  [K in keyof F as F[K] extends z.ZodType ? (F[K] extends { [generatedTag]: true } ? never : K) : never]: F[K] extends {
    [computedTag]: true
  }
    ? z.ZodOptional<Schema<F[K]>>
    : Schema<F[K]>
}
export type PatchShape<F> = { [K in keyof InsertShape<F>]: z.ZodOptional<Schema<Bare<InsertShape<F>[K]>>> }
export type PublicShape<F> = {
  [K in keyof F as F[K] extends z.ZodType ? (F[K] extends { [hiddenTag]: true } ? never : K) : never]: Schema<F[K]>
}

type KeyPart<F> = {
  [K in keyof F]: F[K] extends { [keyTag]: true } | Relation<any, "belongsTo", false, true> ? K : never
}[keyof F]
type KeyParts<F> = {
  readonly [K in KeyPart<F> as F[K] extends z.ZodType ? K : `${K & string}Id`]: KeyPartValue<F[K]>
}
type KeyPartValue<P> = P extends z.ZodType ? z.output<P> : ForeignKey<P>
type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never

/** Type of the primary key: a value, or an object where several columns are the key together. */
export type KeyOf<F> = 0 extends 1 & F ? any : SomeKey<F>
type SomeKey<F> = true extends IsUnion<KeyPart<F>> ? KeyParts<F> : KeyPartValue<F[KeyPart<F>]>

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

/**
 * What a column is given as: of a codec the side that an entity has, otherwise what the schema takes. The stored
 * side of a codec is for what comes from outside.
 */
type Given<S> =
  S extends z.ZodCodec<any, infer Out>
    ? z.output<Out>
    : S extends z.ZodOptional<infer T>
      ? Given<T> | undefined
      : S extends z.ZodNullable<infer T>
        ? Given<T> | null
        : S extends z.ZodDefault<infer T>
          ? Given<T> | undefined
          : S extends z.ZodArray<infer T>
            ? Given<T>[]
            : S extends z.ZodObject<infer Shape>
              ? GivenColumns<Shape>
              : z.input<S>

type OptionalColumn<Shape> = {
  [K in keyof Shape]: undefined extends z.input<Shape[K]> ? K : never
}[keyof Shape]

type GivenColumns<Shape> = { [K in Exclude<keyof Shape, OptionalColumn<Shape>>]: Given<Shape[K]> } & {
  [K in OptionalColumn<Shape>]?: Given<Shape[K]>
}

/** What `session.link` takes beside the two entities: the columns of a model between them. */
export type LinkValues<R> = [R] extends [never]
  ? []
  : R extends PivotRelation<any, infer P>
    ? {} extends GivenColumns<InsertShape<P["fields"]>>
      ? [values?: GivenColumns<InsertShape<P["fields"]>>]
      : [values: GivenColumns<InsertShape<P["fields"]>>]
    : []

/** What `new Post(...)` takes: the columns that are not generated, and the entities it belongs to. */
export type Insert<F> = GivenColumns<InsertShape<F>> & {
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
  /**
   * A model of a table of its own that begins with the columns and relations of this one and has its methods:
   * `class Employee extends Person.extend("employees", { salary: decimal(10, 2) }) {}`. Lists have to be declared
   * again, for the rows in them refer to the other table.
   */
  extend<This extends AnyModel, const Name extends string, Added extends object>(
    this: This,
    table: Name,
    fields: Added,
    options?: ModelOptions<FieldName<Added> | FieldName<This["fields"]>>,
  ): ExtendedModel<This, Name, ExtendedFields<This["fields"], Added>>
}

/** Columns and relations of one model, and those that another adds. */
export type ExtendedFields<F, Added> = Omit<F, keyof Added> & Added

/** What `extend` returns: the model, with what the class that it extends has of its own. */
export type ExtendedModel<This extends AnyModel, Name extends string, F> = Omit<
  This,
  keyof ModelClass<string, unknown> | "prototype"
> &
  Omit<ModelClass<Name, F>, never> & { new (values: Insert<F>): InstanceType<This> & Entity<F> }

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

/** Columns that are declared by themselves, and those that make a value object together: "address.city". */
type OwnColumnName<F> = {
  [K in ColumnKey<F>]: F[K] extends Embedded<z.ZodType> ? `${K & string}.${EmbeddedKey<F[K]>}` : K
}[ColumnKey<F>]

/** Names of the fields of a value object, as they are stored. */
export type EmbeddedKey<S> = S extends z.ZodType ? keyof NonNullable<z.input<S>> & string : never

/** Names of the columns of a model, foreign keys included. */
export type ColumnName<M extends AnyModel> =
  | OwnColumnName<M["fields"]>
  | (RelationKey<M["fields"], "belongsTo"> extends infer K extends string ? `${K}Id` : never)

/** Names of the relations of a model. */
export type RelationName<M extends AnyModel> = RelationKey<M["fields"]>

/** The model that an entity is an instance of, as far as its relations go. */
export interface ModelOf<E> {
  new (values: any): E
  readonly table: string
  readonly fields: FieldsOfEntity<E>
}
