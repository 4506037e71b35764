import { App, get, returns } from "maru"
import { z } from "zod"

const songs = get("/songs", {}, returns(200, z.string()), () => "songs")

export const app = new App({ title: "Songs", version: "1.0.0", trailingSlash: "strict" }, [songs])
