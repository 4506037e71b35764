import { app } from "./app.ts"

await app.fetch(new Request("http://localhost/orders/7/pay?key=1"))
