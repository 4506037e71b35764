import { useEffect, useRef } from "preact/hooks"
import { useTexts } from "../language/context.tsx"
import { usePlace } from "./context.ts"
import { type Place, depthOf } from "./place.ts"

/**
 * What every view does: it names the document, and once it is ready it takes the focus and the scroll position,
 * so that a keyboard or a screen reader is where the eye is.
 *
 * @param title the view's name; undefined while it is not known
 */
export function useView(title: string | undefined, ready = true): void {
  const place = usePlace()
  const texts = useTexts()
  const settled = useRef<string>(undefined)

  useEffect(() => {
    document.title = title ? `${title} · ${texts.site}` : texts.site
  }, [title, texts])

  useEffect(() => {
    if (!ready || settled.current === place.key) return
    settled.current = place.key
    settle(place)
  }, [ready, place])
}

function settle(place: Place): void {
  if (place.arrival !== "load") focusTarget(place)?.focus({ preventScroll: true })
  window.scrollTo({ top: place.arrival === "link" ? 0 : depthOf(place.key), behavior: "instant" })
}

/** Going back leads to the link that was followed, if it is still there; everything else to the heading. */
function focusTarget(place: Place): HTMLElement | null {
  if (place.arrival === "back") {
    const links = document.querySelectorAll<HTMLAnchorElement>("main a[href]")
    const followed = [...links].find((link) => link.getAttribute("href") === place.from)
    if (followed) return followed
  }
  return document.querySelector<HTMLElement>("main h1")
}
