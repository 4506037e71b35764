import { z } from "zod"

/** Which part of a list is asked for. */
export const Page = z.object({
  offset: z.int().min(0).max(1_000_000).default(0).describe("How many items to skip"),
  limit: z.int().min(1).max(100).default(20).describe("How many items at most"),
})

export type Page = z.infer<typeof Page>
