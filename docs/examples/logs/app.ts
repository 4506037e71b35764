import { App, Log, get, path, requestLog, returns } from "maru"
import { z } from "zod"

const log = new Log({ levels: { event: "debug" }, secrets: ["iban"] })

const pay = get("/orders/:id/pay", { id: path(z.int()) }, returns(204), ({ id }) => {
  if (id > 100) throw new Error("There is no such order.")
  log.event("order paid", { order: id, iban: "DE02 1203", card: { token: "tok_1", brand: "visa" } })
})

export const app = new App({ title: "Orders", version: "1.0.0", report: log.report }, [...requestLog(log), pay])
