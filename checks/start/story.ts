import type { Visitor } from "./visitor.ts"

const user = { email: "stranger@example.org", password: "correct horse battery", nickname: "Stranger" }

/** What a stranger does on the first day. Returns the id of the post that has to be there on the second. */
export async function firstDay(v: Visitor): Promise<number> {
  const page = await v.ask("GET", "/", 200)
  v.expect(page.headers.get("content-type")?.startsWith("text/html") ?? false, "GET / is no HTML page")
  await v.ask("POST", "/api/users", 201, user)
  await v.ask("POST", "/api/users", 409, user)
  await v.ask("GET", "/api/users/me", 401)
  await v.ask("POST", "/api/session", 401, { email: user.email, password: "wrong horse battery" })
  await v.ask("POST", "/api/session", 201, { email: user.email, password: user.password })
  const me = await v.ask("GET", "/api/users/me", 200)
  v.expect(field(me.json, "nickname") === user.nickname, "GET /api/users/me is somebody else")
  v.expect(!/password/i.test(me.text), "GET /api/users/me tells something of the password")
  const post = await v.ask("POST", "/api/posts", 201, { title: "First", body: "Hello", tags: ["new"] })
  const id = Number(field(post.json, "id"))
  v.expect(Number.isInteger(id), "A new post has no id in its answer")
  v.expect(post.headers.get("location")?.endsWith(`/api/posts/${id}`) ?? false, "A new post has no Location")
  await v.ask("PATCH", `/api/posts/${id}`, 200, { title: "Renamed" })
  await v.ask("POST", `/api/posts/${id}/comments`, 201, { text: "A comment" })
  for (const _ of [1, 2]) await v.ask("PUT", `/api/posts/${id}/like`, 204)
  await theDocs(v)
  await theErrors(v)
  return id
}

async function theDocs(v: Visitor): Promise<void> {
  await v.ask("GET", "/docs", 200)
  await v.ask("GET", "/reference", 200)
  const document = await v.ask("GET", "/openapi.json", 200)
  v.expect(String(field(document.json, "openapi")).startsWith("3.1"), "GET /openapi.json is no OpenAPI 3.1")
}

async function theErrors(v: Visitor): Promise<void> {
  await v.ask("GET", "/api/nowhere", 404)
  await v.ask("GET", "/api/posts/999999", 404)
  const method = await v.ask("PUT", "/api/posts", 405)
  v.expect(method.headers.get("allow") !== null, "405 without Allow")
  await v.ask("POST", "/api/posts", 413, { title: "x", body: "x".repeat(3_000_000) })
  await v.ask("POST", "/api/posts", 415, "title=x", { "content-type": "text/plain" })
  await v.ask("POST", "/api/posts", 400, "{")
  const faults = await v.ask("POST", "/api/users", 422, { email: "x", password: "", nickname: 1 })
  const names = ["email", "password", "nickname"].filter((name) => faults.text.includes(name))
  v.expect(names.length === 3, `422 names only ${names.join(", ")}`)
}

/** After a restart: what was written is there, and the stranger is still logged in until they log out. */
export async function secondDay(v: Visitor, id: number): Promise<void> {
  const list = await v.ask("GET", "/api/posts?offset=0&limit=5", 200)
  const { items, total } = list.json as { items?: { id: number; title: string }[]; total?: number }
  v.expect(total === 1, `The list has ${total} posts after the restart`)
  v.expect(items?.[0]?.id === id && items[0].title === "Renamed", "The post is not as it was before the restart")
  await v.ask("GET", "/api/users/me", 200)
  await v.ask("DELETE", `/api/posts/${id}/like`, 204)
  await v.ask("DELETE", `/api/posts/${id}`, 204)
  await v.ask("GET", `/api/posts/${id}`, 404)
  await v.ask("DELETE", "/api/session", 204)
  await v.ask("GET", "/api/users/me", 401)
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined
}
