import { App, get, returns } from "maru"
import { z } from "zod"

const old = get("/songs.json", {}, returns(200, z.array(z.string())), () => ["Arirang"])

export const legacy = new App({ title: "Old songs", version: "0.9.0" }, [old])
