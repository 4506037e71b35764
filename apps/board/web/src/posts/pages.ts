/** What a pager shows: numbers of pages, and `gap` where some are left out. */
export type PagerPart = number | "gap"

/** How many pages so many items make; an empty list has one. */
export function pageCount(total: number, perPage: number): number {
  return Math.max(1, Math.ceil(total / perPage))
}

/** The first page, the last, the current one with its neighbours, and gaps; a gap never hides a single page. */
export function pagerParts(current: number, last: number): readonly PagerPart[] {
  const shown = new Set([1, last, current - 1, current, current + 1])
  const parts: PagerPart[] = []
  for (let page = 1; page <= last; page++) {
    const lonely = shown.has(page - 1) && shown.has(page + 1)
    if (shown.has(page) || lonely) parts.push(page)
    else if (parts.at(-1) !== "gap") parts.push("gap")
  }
  return parts
}
