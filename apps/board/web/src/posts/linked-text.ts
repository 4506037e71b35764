export interface Segment {
  readonly text: string
  /** Set when the text is an address of the web. */
  readonly href?: string
}

const address = /https?:\/\/[^\s<>"'`]+/g

/** Cuts a text at the web addresses in it. Closing marks after an address belong to the sentence, not to it. */
export function segments(text: string): readonly Segment[] {
  const found: Segment[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const href = withoutClosing(match[0])
    if (!URL.canParse(href)) continue
    if (match.index > end) found.push({ text: text.slice(end, match.index) })
    found.push({ text: href, href })
    end = match.index + href.length
  }
  if (end < text.length) found.push({ text: text.slice(end) })
  return found
}

/** A bracket at the end stays only if it was opened inside: "…/Maru_(floor)". */
function withoutClosing(address: string): string {
  let kept = address
  while (/[.,:;!?…。、)\]}]$/u.test(kept)) {
    if (kept.endsWith(")") && kept.split("(").length >= kept.split(")").length) break
    kept = kept.slice(0, -1)
  }
  return kept
}
