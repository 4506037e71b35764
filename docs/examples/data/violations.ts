import { UniqueViolation, ValidationFailed } from "maru/data"
import { database } from "./database.ts"
import { Author, Book } from "./models.ts"

await using db = database.session()
const author = db.add(new Author({ name: "Han Kang" }))
db.add(new Book({ title: "The Vegetarian", author }))
await db.commit()

// #region faults
try {
  db.add(new Book({ title: "", copies: -1, author }))
} catch (error) {
  if (error instanceof ValidationFailed)
    console.log(error.faults.map(({ pointer, code }) => `${pointer} ${code}`).join(", "))
}

const second = db.add(new Book({ title: "The Vegetarian", author }))
try {
  await db.flush()
} catch (error) {
  if (error instanceof UniqueViolation) console.log(error.model, error.columns.join(" and "))
}
console.log(second.id, db.inTransaction)
// #endregion faults
