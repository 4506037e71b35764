import { Avatar } from "./avatars/model.ts"
import { Comment } from "./comments/model.ts"
import { Post } from "./posts/model.ts"
import { LoginSession } from "./sessions/model.ts"
import { User } from "./users/model.ts"

/** Every model of the board: what its migrations have to make together. */
export const models = [User, Avatar, Post, Comment, LoginSession]
