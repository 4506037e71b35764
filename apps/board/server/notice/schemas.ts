import { z } from "zod"

export const Notice = z
  .object({ id: z.string(), text: z.object({ en: z.string(), ko: z.string() }) })
  .meta({ id: "Notice" })

const longestDay = 25 * 60 * 60

/** Only the reader's own clock knows when their day is over. */
export const PutAway = z.object({
  seconds: z.int().min(1).max(longestDay).describe("What is left of the reader's day; 25 hours where clocks go back"),
})
