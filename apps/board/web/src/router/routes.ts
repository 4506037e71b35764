/** A view of the page, told from the path alone. */
export type Route =
  | { readonly view: "list" | "write" | "signup" | "login" | "account" | "missing" }
  | { readonly view: "post" | "edit"; readonly id: number }

const fixed: Readonly<Record<string, Route>> = {
  "/": { view: "list" },
  "/posts/new": { view: "write" },
  "/signup": { view: "signup" },
  "/login": { view: "login" },
  "/account": { view: "account" },
}

const postPath = /^\/posts\/([1-9]\d{0,14})(\/edit)?$/

/** The view at a path; `missing` for one that has none. */
export function routeOf(path: string): Route {
  const trimmed = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path
  const known = Object.hasOwn(fixed, trimmed) ? fixed[trimmed] : undefined
  if (known) return known
  const match = postPath.exec(trimmed)
  if (!match) return { view: "missing" }
  return { view: match[2] ? "edit" : "post", id: Number(match[1]) }
}

/** The page number that a query asks for: 1 for none or a strange one. */
export function pageOf(query: URLSearchParams): number {
  const asked = query.get("page") ?? "1"
  return /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : 1
}

export function listPath(page: number): string {
  return page === 1 ? "/" : `/?page=${page}`
}

export function postPathOf(id: number): string {
  return `/posts/${id}`
}

/** The way to the login that comes back here afterwards. */
export function loginPath(back: string): string {
  return back === "/" ? "/login" : `/login?next=${encodeURIComponent(back)}`
}

/** Where a login leads: only to a path of this page, whatever the address says. */
export function nextOf(query: URLSearchParams): string {
  const next = query.get("next") ?? "/"
  return /^\/(?![/\\])/.test(next) && routeOf(next.split(/[?#]/)[0] ?? "/").view !== "missing" ? next : "/"
}
