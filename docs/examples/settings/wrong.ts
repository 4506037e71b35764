process.env["PORT"] = "eighty"
process.env["ORIGINS"] = "nowhere"
process.env["DATABASE_URL"] = ""

const { settings } = await import("maru")
const { z } = await import("zod")

try {
  settings(
    z.object({
      PORT: z.int().min(1).max(65_535).default(8000),
      ORIGINS: z.array(z.url()).default([]),
      DATABASE_URL: z.string().meta({ examples: ["postgres://board@localhost/board"] }),
    }),
    { files: [] },
  )
} catch (error) {
  console.log((error as Error).message.split("\n    at ")[0])
}
