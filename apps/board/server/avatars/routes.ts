import { bodyLimit, del, describe, file, get, path, put, query, raises, raw, returns, use } from "maru"
import { entityTag, etag } from "maru/middleware"
import { z } from "zod"
import { currentUser, db } from "../providers.ts"
import { UserOut } from "../users/schemas.ts"
import * as avatars from "./controller.ts"
import { AvatarNotFound, NotAnImage } from "./errors.ts"

/** Bytes of a form with an avatar. */
const largestForm = 512 * 1024

export const change = put(
  "/me/avatar",
  { avatar: file(), user: currentUser, db },
  returns(200, UserOut),
  raises(415, NotAnImage),
  describe({ summary: "Set the avatar: a PNG, JPEG or WebP image" }),
  bodyLimit(largestForm),
  async ({ db, user, avatar }) => avatars.change(db, user, await avatar.bytes()),
)

export const remove = del(
  "/me/avatar",
  { user: currentUser, db },
  returns(204),
  describe({ summary: "Remove the avatar" }),
  ({ db, user }) => avatars.remove(db, user),
)

const image = raw("image/*", { description: "The image, in the type that it has" })

export const read = get(
  "/:id/avatar",
  { id: path(z.int().min(1)), v: query(z.string().max(40).optional()), db },
  image,
  raises(404, AvatarNotFound),
  describe({ summary: "The avatar of a user; with its version as `v` it may be kept for good" }),
  use(etag()),
  async ({ db, id, v }) => {
    const { avatar, version } = await avatars.read(db, id)
    const kept = v === version ? "public, max-age=31536000, immutable" : "no-cache"
    const headers = { "content-type": avatar.type, etag: entityTag(version), "cache-control": kept }
    return image(avatar.content, { headers })
  },
)
