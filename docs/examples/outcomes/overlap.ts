import { App, get, returns } from "maru"
import { z } from "zod"

const Either = z.union([z.object({ title: z.string() }), z.object({ title: z.string(), plays: z.int() })])
const song = get("/song", {}, returns(200, Either), () => ({ title: "Arirang" }))

export const app = new App({ title: "Songs", version: "1.0.0" }, [song])
