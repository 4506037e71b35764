import { column, expression, increment } from "maru/data"
import { database } from "./database.ts"
import { Author, Book } from "./models.ts"

await using db = database.session()

// #region many
const han = db.add(new Author({ name: "Han Kang" }))
await db.flush()
console.log(
  await db.insertMany(Book, [
    { title: "Human Acts", author: han },
    { title: "The White Book", authorId: han.id },
  ]),
)
await db.upsert(Author, [{ name: "Han Kang", contract: "signed" }, { name: "Bora Chung" }], {
  on: ["name"],
  update: ["contract"],
})
// #endregion many

// #region update
console.log(
  await db
    .query(Book)
    .where({ author: { name: "Han Kang" } })
    .update({ copies: increment(2) }),
)
await db.query(Book).update({ copies: expression`${column("copies")} * 10` })
console.log(await db.query(Book).select("title", "copies").orderBy("id").all())
console.log(
  await db
    .query(Book)
    .where({ title: { startsWith: "The" } })
    .delete(),
)
// #endregion update

// #region expired
try {
  console.log(han.contract)
} catch (error) {
  console.log((error as Error).message)
}
console.log((await db.refresh(han)).contract)
// #endregion expired
await db.commit()
await database.close()
