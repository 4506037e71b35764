import { factory } from "maru/data"
import { Money, Product, Tag, Tagging, database } from "./shop.ts"

await using db = database.session()

// #region factory
const products = factory(Product, {
  name: (n) => `Product ${n}`,
  price: (_, random) => new Money(`${random.integer(1, 99)}.90`, "EUR"),
})
const { name, sku, size } = products.build()
console.log(`${name}, ${sku}, ${size.width} × ${size.height}`)

const soldOut = products.with({ stock: 0, name: (n) => `Sold out ${n}` })
await soldOut.createMany(db, 2)
await products.has("taggings", factory(Tagging, { tag: factory(Tag) }), 3).create(db)
await db.commit()
console.log(await db.query(Product).count(), await db.query(Tag).count())
// #endregion factory
