import {
  type DbSession,
  type Insert,
  belongsTo,
  hasMany,
  hidden,
  manyToMany,
  model,
  primaryKey,
} from "../../src/data.ts"
import { z } from "zod"

class User extends model("users", {
  id: primaryKey(),
  email: z.email(),
  passwordHash: hidden(z.string()),
  get posts() {
    return hasMany(Post, "author")
  },
}) {}

class Post extends model("posts", {
  id: primaryKey(),
  title: z.string(),
  get author() {
    return belongsTo(User)
  },
  get likedBy() {
    return manyToMany(User, { through: "post_likes" })
  },
  get comments() {
    return hasMany(Comment, "post")
  },
}) {}

class Comment extends model("comments", {
  id: primaryKey(),
  text: z.string(),
  get post() {
    return belongsTo(Post)
  },
  get author() {
    return belongsTo(User)
  },
}) {}

declare const db: DbSession
declare const user: User
const plain = (await db.get(Post, 1))!
const post = (await db.get(Post, 1, { with: { author: true, comments: { with: { author: true } } } }))!

// What was not loaded has no name.
// error: Property 'likedBy' does not exist on type 'Post'.
void plain.likedBy
// error: Property 'likedBy' does not exist on type 'Post & LoadedRelations<typeof Post, { readonly author: true; readonly comments: { readonly with: { readonly author: true; }; }; }>'.
void post.likedBy
// error: Property 'posts' does not exist on type 'User'.
void post.author.posts
// error: Property 'post' does not exist on type 'Comment & LoadedRelations<typeof Comment, { readonly author: true; }>'.
void post.comments[0]!.post

// Relations that do not exist cannot be loaded.
// error: Object literal may only specify known properties, but 'autor' does not exist in type 'With<typeof Comment>'. Did you mean to write 'author'?
await db.get(Post, 1, { with: { comments: { with: { autor: true } } } })
// error: Object literal may only specify known properties, but 'autor' does not exist in type 'With<ModelOf<Post>>'. Did you mean to write 'author'?
await db.load(plain, { autor: true })

// What an insert needs, and what nobody sets.
// error: Argument of type '{ title: string; }' is not assignable to parameter of type 'Insert<{ id: PrimaryKey<Generated<ZodInt>>; title: ZodString; readonly author: Relation<typeof User, "belongsTo", false, false>; readonly likedBy: Relation<...>; readonly comments: Relation<...>; }>'.
export const lacking = new Post({ title: "x" })
// error: Object literal may only specify known properties, and 'txet' does not exist in type 'Insert<{ id: PrimaryKey<Generated<ZodInt>>; text: ZodString; readonly post: Relation<typeof Post, "belongsTo", false, false>; readonly author: Relation<...>; }>'.
export const misspelt: Insert<(typeof Comment)["fields"]> = { text: "x", post: plain, author: user, txet: "" }
// error: Type 'User' is missing the following properties from type 'Post': title, authorId
export const other = new Comment({ text: "x", post: user, author: user })
// error: Cannot assign to 'authorId' because it is a read-only property.
plain.authorId = 3
// error: Property 'push' does not exist on type 'readonly (Comment & LoadedRelations<typeof Comment, { readonly author: true; }>)[]'.
post.comments.push(post.comments[0]!)

// Keys and conditions have the types of their columns.
// error: Argument of type 'string' is not assignable to parameter of type 'number'.
await db.get(Post, "1")
// error: Object literal may only specify known properties, but 'titel' does not exist in type 'Where<typeof Post>'. Did you mean to write 'title'?
db.query(Post).where({ titel: "x" })
// error: Type 'number' is not assignable to type 'string | Comparisons<string, "authorId" | "id" | "title">'.
db.query(Post).where({ title: 3 })
// error: Type 'string' is not assignable to type 'number | ColumnReference<"authorId" | "id" | "title"> | undefined'.
db.query(Post).where({ id: { gt: "3" } })
// error: Object literal may only specify known properties, and 'txet' does not exist in type 'Comment | Quantified<typeof Comment> | Where<typeof Comment>'.
db.query(Post).where({ comments: { txet: "x" } })
// error: Argument of type '"author"' is not assignable to parameter of type 'OrderName<typeof Post>'.
db.query(Post).orderBy("author")
// error: Type '"title"' is not assignable to type 'RelationName<typeof Post> | TallyWhere<typeof Post>'.
db.query(Post).withCount({ comments: "title" })

// Links lead from many to many only.
// error: Argument of type '"comments"' is not assignable to parameter of type '"likedBy"'.
db.link(plain, "comments", user)
// error: Type 'Post' is missing the following properties from type 'User': email, passwordHash
db.link(plain, "likedBy", plain)

// Hidden columns are in no public schema.
// error: Object literal may only specify known properties, and 'passwordHash' does not exist in type 'Mask<"email" | "id"> & Record<never, never>'.
User.public.pick({ passwordHash: true })
