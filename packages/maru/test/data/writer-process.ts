import { connect } from "../../src/data.ts"
import { Book, Writer, start } from "./library.ts"

// A process of its own that writes: node writer-process.ts FILE count|insert

const [file, mode] = process.argv.slice(2)
const database = connect(`sqlite:${file}`, { migrations: [start] })
await database.start()

async function count(): Promise<void> {
  await using db = database.session()
  const book = (await db.get(Book, 1, { lock: "update" }))!
  await new Promise((resolve) => setTimeout(resolve, 1))
  book.pages += 1
  await db.commit()
}

/** Says the name of each writer once it is committed, together with a book. */
async function insertForEver(): Promise<never> {
  for (let number = 0; ; number++) {
    await using db = database.session()
    const name = `P${process.pid} ${number}`
    db.add(new Book({ title: name, writer: new Writer({ name, email: `${name.replace(" ", ".")}@library.example` }) }))
    await db.flush()
    await db.commit()
    process.stdout.write(`${name}\n`)
  }
}

if (mode === "insert") await insertForEver()
await Promise.all(Array.from({ length: 16 }, count))
await database.close()
