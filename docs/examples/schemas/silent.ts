import { App, get, query, raw } from "maru"
import { Even } from "./own.ts"

const half = get("/half", { number: query(Even) }, raw("text/plain"), ({ number }) => String(number / 2))

export const app = new App({ title: "Halves", version: "1.0.0" }, [half])
