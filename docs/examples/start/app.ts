import { App, docs, get, path, returns } from "maru"
import { z } from "zod"

const Greeting = z.object({ message: z.string() })

const hello = get("/hello/:name", { name: path(z.string().max(50)) }, returns(200, Greeting), ({ name }) => ({
  message: `Hello, ${name}!`,
}))

export const app = new App({ title: "Hello", version: "1.0.0" }, [docs(), hello])
