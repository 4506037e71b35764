import { createHash } from "node:crypto"
import type { DbSession } from "maru/data"
import { User } from "../users/model.ts"
import { AvatarNotFound, NotAnImage } from "./errors.ts"
import { imageType } from "./image-type.ts"
import { Avatar } from "./model.ts"

/** A picture with its version, which is another one for every content. */
export interface AvatarShown {
  readonly avatar: Avatar
  readonly version: string
}

/** @throws AvatarNotFound */
export async function read(db: DbSession, userId: number): Promise<AvatarShown> {
  const avatar = await db.query(Avatar).where({ userId }).with({ user: true }).first()
  if (!avatar?.user.avatar) throw new AvatarNotFound()
  return { avatar, version: avatar.user.avatar }
}

/** Gives a user this picture, in the place of the one before. @throws NotAnImage */
export async function change(db: DbSession, user: User, content: Uint8Array<ArrayBuffer>): Promise<User> {
  const type = imageType(content)
  if (!type) throw new NotAnImage()
  user.avatar = createHash("sha256").update(content).digest("base64url").slice(0, 16)
  await db.flush() // The user's row first, so that two uploads at a time wait for each other and do not deadlock.
  await db.upsert(Avatar, [{ userId: user.id, type, content }], { on: ["userId"], update: ["type", "content"] })
  return user
}

/** Takes a user's picture away; where there is none, nothing happens. */
export async function remove(db: DbSession, user: User): Promise<void> {
  const avatar = await db.query(Avatar).where({ userId: user.id }).first()
  if (avatar) db.delete(avatar)
  user.avatar = null
}
