// The board's generated clients, used as its page would use them.
import createClient from "openapi-fetch"
import type { paths } from "./board-schema.js"
import { postsList } from "./board/sdk.gen.js"

export async function titles(): Promise<string[]> {
  const api = createClient<paths>({ baseUrl: "http://localhost" })
  const { data, error } = await api.GET("/api/posts", { params: { query: { offset: 0, limit: 10 } } })
  if (error) throw new Error(error.detail ?? error.title)
  const more = await postsList({ baseUrl: "http://localhost", query: { offset: data.items.length } })
  return [...data.items, ...(more.data?.items ?? [])].map((post) => post.title)
}
