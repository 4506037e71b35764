import { App, dependency, get, query, returns } from "maru"
import { z } from "zod"

const language = query("lang", z.string().default("en"))
const greetings = dependency({ language }, ({ language }) => (language === "ko" ? "안녕하세요" : "Hello"), {
  scope: "app",
})
const hello = get("/", { greetings }, returns(200, z.string()), ({ greetings }) => greetings)

export const app = new App({ title: "Greetings", version: "1.0.0" }, [hello])
