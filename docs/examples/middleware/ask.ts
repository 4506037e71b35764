import { app } from "./onion.ts"

for (const path of ["/notes/1", "/notes/x", "/nowhere"]) {
  console.log(`GET ${path}`)
  await app.fetch(new Request(`http://localhost${path}`))
}
