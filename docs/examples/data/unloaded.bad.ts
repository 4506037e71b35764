import type { DbSession } from "maru/data"
import { Book } from "./models.ts"

declare const db: DbSession

// #region wrong
const book = await db.query(Book).one()
// error: Property 'author' does not exist on type 'Book'. Did you mean 'authorId'?
console.log(book.author.name)

const loaded = await db.query(Book).with({ author: true }).one()
console.log(loaded.author.name)

// error: Object literal may only specify known properties, but 'titel' does not exist in type 'Where<typeof Book>'. Did you mean to write 'title'?
db.query(Book).where({ titel: "Cursed Bunny" })
// #endregion wrong
