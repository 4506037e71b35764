import { body, bodyLimit, describe, get, path, post, raises, returns, urlFor } from "maru"
import { z } from "zod"
import { SongNotFound } from "./errors.ts"

const Song = z.object({ id: z.int(), title: z.string() })
const songs = [{ id: 1, title: "Arirang" }]

export const list = get("/", {}, returns(200, z.array(Song)), () => songs)

export const read = get("/:id", { id: path(z.int()) }, returns(200, Song), raises(404, SongNotFound), ({ id }) => {
  const song = songs.find((song) => song.id === id)
  if (!song) throw new SongNotFound(`There is no song ${id}.`)
  return song
})

const created = returns(201, Song, { headers: { location: "Path of the new song" } })

export const create = post(
  "/",
  { input: body(z.object({ title: z.string().min(1) })) },
  created,
  bodyLimit(100),
  describe({ summary: "Add a song", description: "Songs are kept until the server stops." }),
  ({ input }) => {
    const song = { id: songs.length + 1, ...input }
    songs.push(song)
    return created(song, { headers: { location: urlFor(read, { id: song.id }) } })
  },
)
