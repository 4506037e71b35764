import { App, get, path, returns } from "maru"
import { z } from "zod"

const byId = get("/books/:id", { id: path(z.int()) }, returns(204), () => {})
const byName = get("/books/:name", { name: path(z.string()) }, returns(204), () => {})

export const app = new App({ title: "Books", version: "1.0.0" }, [byId, byName])
