import { database } from "./database.ts"
import { Author, Book, Reader } from "./models.ts"

await using db = database.session()
database.observe(({ text }) => console.log(`  ${text.replace(/^SELECT .*? FROM/, "SELECT … FROM")}`))

console.log("add")
const author = db.add(new Author({ name: "Bora Chung" }))
const bunny = db.add(new Book({ title: "Cursed Bunny", author }))
db.add(new Book({ title: "Your Utopia", author }))
db.link<Book, "readers">(bunny, "readers", db.add(new Reader({ name: "Mina" })))

console.log("flush")
await db.flush()

console.log("change and commit")
bunny.copies = 3
await db.commit()

console.log("get")
await db.get(Book, bunny.id)

console.log("query")
await using other = database.session()
const books = await other.query(Book).with({ author: true, readers: true }).orderBy("title").all()
for (const { title, author, readers } of books) console.log(`${title} by ${author.name}: ${readers.length} readers`)
await database.close()
