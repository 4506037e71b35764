/** What is being written and not yet published. Tags are as they were typed. */
export interface Draft {
  readonly title: string
  readonly body: string
  readonly tags: string
}

export const emptyDraft: Draft = { title: "", body: "", tags: "" }

const prefix = "draft:"

/** The draft that this tab keeps under a key ("new", or the id of a post), if it has one. */
export function storedDraft(key: string): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(prefix + key) ?? "null")
    if (stored === null) return undefined
    const { title, body, tags } = Object(stored) as Record<string, unknown>
    return { title: text(title), body: text(body), tags: text(tags) }
  } catch {
    return undefined
  }
}

/** Keeps a draft until the tab is closed; one that says nothing is forgotten. */
export function storeDraft(key: string, draft: Draft): void {
  try {
    if (draft.title || draft.body || draft.tags) sessionStorage.setItem(prefix + key, JSON.stringify(draft))
    else sessionStorage.removeItem(prefix + key)
  } catch {
    // Storage may be forbidden or full: the text is then only in the page.
  }
}

export function forgetDraft(key: string): void {
  storeDraft(key, emptyDraft)
}

/** Forgets every draft: whoever uses the tab next must not read what was begun. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
  } catch {
    // Storage may be forbidden: then there are none.
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : ""
}
