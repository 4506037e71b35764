// Hono has no response models: its program answers as its first page does, and loads no Zod.
import { Hono } from "hono"
import { greet } from "./greeting.ts"

export const app: Hono = new Hono()
app.get("/", (c) => c.json(greet()))
