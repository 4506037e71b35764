import { App, get, returns } from "maru"
import { z } from "zod"

const Song = z.object({ title: z.string().transform((title) => title.toUpperCase()) })
const song = get("/song", {}, returns(200, Song), () => ({ title: "Arirang" }))

export const app = new App({ title: "Songs", version: "1.0.0" }, [song])
