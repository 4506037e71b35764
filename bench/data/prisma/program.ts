import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3"
import type { Program } from "../domain.ts"
import { PrismaClient } from "./generated/client.ts"
import { settings } from "../raw.ts"

export async function open(file: string): Promise<Program> {
  const prisma = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: `file:${file}` }) })
  for (const setting of settings) await prisma.$queryRawUnsafe(setting)
  return {
    get: (id) => prisma.post.findUnique({ where: { id } }),
    list: (count) =>
      prisma.post.findMany({
        include: { author: true },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: count,
      }),
    hydrate: (after, count) =>
      prisma.post.findMany({ where: { id: { gt: after } }, orderBy: { id: "asc" }, take: count }),
    insert: ({ title, body, tags, authorId }) =>
      prisma.$transaction(async (transaction) => {
        const post = await transaction.post.create({ data: { title, body, tags: [...tags], authorId } })
        return post.id
      }),
    update: (id, title) =>
      prisma.$transaction(async (transaction) => {
        const post = await transaction.post.findUniqueOrThrow({ where: { id } })
        await transaction.post.update({ where: { id: post.id }, data: { title } })
      }),
    toggle: (postId, userId, liked) => {
      const key = { postId, userId }
      return liked
        ? prisma.postLike.upsert({ where: { postId_userId: key }, create: key, update: {} })
        : prisma.postLike.deleteMany({ where: key })
    },
    idle: undefined,
    sql: (text) => prisma.$queryRawUnsafe(text),
    close: () => prisma.$disconnect(),
  }
}
