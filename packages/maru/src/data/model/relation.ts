/** The four ways in which rows of two tables belong together. */
export type RelationKind = "belongsTo" | "hasOne" | "hasMany" | "manyToMany"

/** What the database does to a row when the row it belongs to is deleted. */
export type OnDelete = "cascade" | "set null" | "restrict"

/** A model whose rows stand between two others: it belongs to both. */
export interface Pivot {
  new (values: any): any
  readonly table: string
  readonly fields: any
}

/** What the four functions below were told, under one roof. */
export interface RelationOptions {
  readonly by?: string | undefined
  readonly cascade?: "delete-orphan" | undefined
  readonly onDelete?: OnDelete | undefined
  readonly unique?: boolean | undefined
  readonly column?: string | undefined
  readonly primary?: boolean | undefined
  readonly through?: string | Pivot | undefined
  readonly inverse?: string | undefined
  readonly ownColumn?: string | undefined
  readonly targetColumn?: string | undefined
}

/** A relation to another model. Declared in a getter, so that two models can name each other. */
export interface Relation<
  M,
  Kind extends RelationKind = RelationKind,
  Nullable extends boolean = boolean,
  Primary extends boolean = boolean,
> {
  readonly kind: Kind
  readonly target: M
  readonly nullable: Nullable
  /** Whether its column is a part of the primary key. */
  readonly primary?: Primary
  readonly options: RelationOptions
}

/** What `belongsTo` can be told of the other row. */
export interface BelongsToOptions {
  /** `null` is allowed: the row may belong to nobody. */
  readonly nullable?: boolean
  /** What happens to this row when the other is deleted; by default the other cannot be deleted. */
  readonly onDelete?: OnDelete
  /** At most one row belongs to the same other row. */
  readonly unique?: boolean
  /** Name of the column in the database; of a key of several columns what their names begin with. */
  readonly column?: string
  /** The other row is a part of what names this one: its key is a part of this primary key. */
  readonly primary?: boolean
}

/**
 * This row holds the key of one row of `target`: `get author() { return belongsTo(User) }` makes the
 * column `author_id`, the property `authorId` and, when it is loaded, `author`.
 */
export function belongsTo<M>(
  target: M,
  options: BelongsToOptions & { readonly primary: true },
): Relation<M, "belongsTo", false, true>
export function belongsTo<M>(
  target: M,
  options: BelongsToOptions & { readonly nullable: true },
): Relation<M, "belongsTo", true, false>
export function belongsTo<M>(target: M, options?: BelongsToOptions): Relation<M, "belongsTo", false, false>
export function belongsTo<M>(target: M, options: BelongsToOptions = {}): Relation<M, "belongsTo"> {
  const { nullable = false, onDelete, unique, primary, column } = options
  return Object.freeze({
    kind: "belongsTo",
    target,
    nullable,
    options: Object.freeze({ onDelete, unique, primary, column }),
  })
}

/** What `hasMany` and `hasOne` can be told of the rows that belong to this one. */
export interface HasManyOptions {
  /** Rows that belong to nobody any more go away with their owner: their foreign key becomes ON DELETE CASCADE. */
  readonly cascade?: "delete-orphan"
}

/** Rows of `target` hold the key of this row. @param by the `belongsTo` of the target that leads back here */
export function hasMany<M>(target: M, by: string, options: HasManyOptions = {}): Relation<M, "hasMany", false> {
  return Object.freeze({ kind: "hasMany", target, nullable: false, options: Object.freeze({ by, ...options }) })
}

/** At most one row of `target` holds the key of this row. @param by the `belongsTo` of the target that leads back here */
export function hasOne<M>(target: M, by: string, options: HasManyOptions = {}): Relation<M, "hasOne", true> {
  return Object.freeze({ kind: "hasOne", target, nullable: true, options: Object.freeze({ by, ...options }) })
}

/** What `manyToMany` has to be told of the table between the two. */
export interface ManyToManyOptions {
  /** Name of the table between the two; or a model that belongs to both, where links have columns of their own. */
  readonly through: string | Pivot
  /** The same relation as the other model names it. */
  readonly inverse?: string
  /**
   * Column of the table between that holds this model's key; by default the class name: `post_id`. Of a model between
   * the two its `belongsTo`, where the models alone don't say which it is.
   */
  readonly ownColumn?: string
  /** The same for the target's key; by default `user_id`. */
  readonly targetColumn?: string
}

/** A relation whose links are rows of a model. */
export interface PivotRelation<M, P extends Pivot> extends Relation<M, "manyToMany", false> {
  readonly pivot: P
}

/**
 * Any row of this table may be linked with any row of `target`, by rows of a table between the two. Where a link has
 * values of its own, the table between is a model: `manyToMany(Tag, { through: Tagging })`, with
 * `db.link(post, "tags", tag, { weight: 2 })` and `get taggings() { return hasMany(Tagging, "post") }` to read them.
 */
export function manyToMany<M, P extends Pivot>(
  target: M,
  options: ManyToManyOptions & { readonly through: P },
): PivotRelation<M, P>
export function manyToMany<M>(target: M, options: ManyToManyOptions): Relation<M, "manyToMany", false>
export function manyToMany<M>(target: M, options: ManyToManyOptions): Relation<M, "manyToMany", false> {
  return Object.freeze({ kind: "manyToMany", target, nullable: false, options: Object.freeze({ ...options }) })
}
