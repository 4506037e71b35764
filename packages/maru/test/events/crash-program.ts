import type { TestEngine } from "../data/engines.ts"
import { App, on, outbox } from "../../src/index.ts"
import { Kept, Paid, open, providers } from "./shop.ts"

// A process of its own that commits an event and never finishes delivering it: node crash-program.ts URL DIALECT

const [url, dialect] = process.argv.slice(2) as [string, TestEngine["dialect"]]
const database = open(url, dialect)
const { emit } = providers(database)

const app = new App({ title: "Crash", version: "1" }, [
  on(Paid, {}, async () => {
    process.stdout.write("delivering\n")
    await new Promise((resolve) => setTimeout(resolve, 600_000))
  }),
  outbox(database, Kept, { poll: 20, lease: 2000 }),
])
await app.run({ emit }, ({ emit }) => emit(Paid, { id: 7, item: "tea" }))
process.stdout.write("committed\n")
