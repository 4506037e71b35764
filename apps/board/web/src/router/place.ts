/** Where the page is, and how it came there. */
export interface Place {
  readonly path: string
  readonly query: URLSearchParams
  /** Another for every entry of the history. */
  readonly key: string
  /** `load`: the document was opened here; `link`: it went on; `back`: through the history. */
  readonly arrival: "load" | "link" | "back"
  /** The address that was left, with its query: "" when the document was opened here. */
  readonly from: string
}

type Listener = (place: Place) => void

const listeners = new Set<Listener>()
/** How far down an entry of the history was read, in pixels. */
const depths = new Map<string, number>()
const depthStorage = "depth"

let place: Place | undefined

/** Takes over the history: call once. Scrolling is ours, because what was scrolled is not there until it is loaded. */
export function startRouter(): Place {
  history.scrollRestoration = "manual"
  const key = keyOf(history.state) ?? newKey()
  history.replaceState({ key }, "")
  rememberReload(key)
  place = placeHere(key, "load", "")
  window.addEventListener("popstate", (event) => arrive(keyOf(event.state) ?? newKey(), "back"))
  return place
}

/** Goes to another address of this page. */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const key = newKey()
  depths.set(place?.key ?? "", window.scrollY)
  if (options.replace) history.replaceState({ key }, "", to)
  else history.pushState({ key }, "", to)
  arrive(key, "link")
}

/** Calls back whenever the place changes; answers how to stop that. */
export function onPlace(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How far down a place was read when it was left, in pixels. */
export function depthOf(key: string): number {
  return depths.get(key) ?? 0
}

export function addressOf(place: Place): string {
  const query = place.query.toString()
  return query ? `${place.path}?${query}` : place.path
}

function arrive(key: string, arrival: Place["arrival"]): void {
  const from = place ? addressOf(place) : ""
  if (arrival === "back" && place) depths.set(place.key, window.scrollY)
  place = placeHere(key, arrival, from)
  for (const listener of listeners) listener(place)
}

function placeHere(key: string, arrival: Place["arrival"], from: string): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search), key, arrival, from }
}

/** A reload shows the same entry again, but in a new document: its depth goes through the session's storage. */
function rememberReload(key: string): void {
  try {
    const [lastKey, depth] = (sessionStorage.getItem(depthStorage) ?? "").split(" ")
    if (lastKey === key) depths.set(key, Number(depth))
    window.addEventListener("pagehide", () =>
      sessionStorage.setItem(depthStorage, `${place?.key} ${Math.round(window.scrollY)}`),
    )
  } catch {
    // Storage may be forbidden: a reload then begins at the top.
  }
}

function keyOf(state: unknown): string | undefined {
  const key: unknown = Object(state).key
  return typeof key === "string" ? key : undefined
}

function newKey(): string {
  return Math.random().toString(36).slice(2)
}
