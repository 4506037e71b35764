import { App, dependency } from "maru"

const tray = dependency(async function* () {
  console.log("open")
  yield { put: (item: string) => console.log(`put ${item}`) }
  console.log("keep")
})

const app = new App({ title: "Carts", version: "1.0.0" }, [])
await app.run({ tray }, ({ tray }) => tray.put("apples"))
await app.close()
