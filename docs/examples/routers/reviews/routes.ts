import { get, path, returns } from "maru"
import { z } from "zod"

const Review = z.object({ songId: z.int(), text: z.string() })

export const list = get("/", { songId: path(z.int()) }, returns(200, z.array(Review)), ({ songId }) => [
  { songId, text: "A classic." },
])
