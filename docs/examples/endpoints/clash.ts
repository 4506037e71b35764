import { App, get, query, returns } from "maru"
import { z } from "zod"

const byPage = get("/books", { page: query(z.int()), other: query("page", z.string()) }, returns(204), () => {})

export const app = new App({ title: "Books", version: "1.0.0" }, [byPage])
