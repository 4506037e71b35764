import { App, get, returns } from "maru"
import { z } from "zod"

const song = get("/song", {}, returns(200, z.object({ title: z.string(), more: z.any() })), () => ({
  title: "",
  more: 1,
}))

export const app = new App({ title: "Songs", version: "1.0.0" }, [song])
