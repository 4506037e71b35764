import { App, dependency, get, sse } from "maru"
import { z } from "zod"

const reader = dependency(async function* () {
  yield { next: () => "line" }
})
const lines = get("/lines", { reader }, sse(z.string()), function* ({ reader }) {
  yield reader.next()
})

export const app = new App({ title: "Lines", version: "1.0.0" }, [lines])
