import { connect } from "../../../src/data.ts"

// A process of its own that starts a database: node migrating-process.ts URL FOLDER

const [url, migrations] = process.argv.slice(2)
const database = connect(url!, { migrations: migrations! })
process.stdout.write("starting\n")
await database.start()
await database.close()
