import { navigate } from "./place.ts"

/**
 * Lets plain links of this page go on without loading it anew. Links stay links: with a modifier key, another button,
 * a target, a download or `rel="external"` (what the server answers itself) the browser does what it always does.
 */
export function followLinks(document: Document): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null
    if (!link || event.defaultPrevented || event.button !== 0 || !staysHere(link)) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(link.pathname + link.search)
  })
}

function staysHere(link: HTMLAnchorElement): boolean {
  const plain = link.href !== "" && link.hash === "" && link.target === "" && !link.hasAttribute("download")
  return plain && link.origin === location.origin && !link.relList.contains("external")
}
