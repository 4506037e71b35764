import { App, get, returns } from "maru"
import { z } from "zod"

const Seconds = z.codec(z.string(), z.number(), {
  decode: (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0),
  encode: (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
})
const Song = z.object({ title: z.string(), length: Seconds })
const song = get("/song", {}, returns(200, Song), () => ({ title: "Arirang", length: 212 }))

export const app = new App({ title: "Songs", version: "1.0.0" }, [song])
