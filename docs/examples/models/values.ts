import { UniqueViolation } from "maru/data"
import { Book, Money, Product, Tag, TagUse, database } from "./shop.ts"

await using db = database.session()

// #region values
const chair = db.add(
  new Product({ name: "Chair", sku: "c-1", price: new Money("49.9", "EUR"), size: { width: 40, height: 90 } }),
)
console.log(chair.id.length, chair.shelf)
await db.commit()
console.log(chair.shelf, chair.stock)

chair.size.height = 95
chair.price = new Money("45", "EUR")
const stop = database.observe(({ text }) => console.log(text))
await db.commit()
stop()
// #endregion values

// #region where
const cheap = await db
  .query(Product)
  .where({ price: { amount: { lt: "100" }, currency: "EUR" }, size: { width: 40 } })
  .orderBy("price.amount")
  .all()
console.log(cheap.map(({ name, price }) => `${name}: ${price}`).join(", "))
// #endregion where

// #region deleted
db.delete(chair)
await db.commit()
console.log(await db.query(Product).count(), await db.query(Product).withDeleted().count())

db.add(new Product({ name: "Other chair", sku: "c-1", price: new Money("1", "EUR"), size: { width: 1, height: 1 } }))
await db.flush().catch((error: UniqueViolation) => console.log(error.message))

const again = await db.query(Product).withDeleted().where({ sku: "c-1" }).one()
db.restore(again)
await db.commit()
console.log(again.deletedAt)
// #endregion deleted

// #region link
db.link(again, "tags", new Tag({ name: "wood" }), { weight: 3 })
await db.commit()
const { taggings } = await db.load(again, { taggings: { with: { tag: true } } })
console.log(taggings.map(({ tag, weight }) => `${tag.name} ${weight}`).join(", "))
// #endregion link

// #region view
const uses = await db.query(TagUse).all()
for (const { tagId, products } of uses) console.log(`tag ${tagId}: ${products} products`)
// #endregion view

// #region book
const book = db.add(
  new Book({ name: "Atlas", sku: "b-1", price: new Money("30", "EUR"), size: { width: 30, height: 40 }, pages: 600 }),
)
await db.commit()
console.log(book.long, book instanceof Product, await db.query(Product).count())
// #endregion book
