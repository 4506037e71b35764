import { App, docs, get, path, returns, router } from "maru"
import { setTimeout as delay } from "node:timers/promises"
import { z } from "zod"

const hello = get("/hello/:name", { name: path(z.string()) }, returns(200, z.string()), ({ name }) => `Hello, ${name}!`)

const report = get("/report", {}, returns(200, z.string()), () => delay(300, "done"))

export const app = new App({ title: "Reports", version: "1.0.0" }, [docs(), router("", { hello, report })])
