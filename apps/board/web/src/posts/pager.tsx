import type { JSX } from "preact"
import { useTexts } from "../language/context.tsx"
import { Icon } from "../parts/icons.tsx"
import { listPath } from "../router/routes.ts"
import { pagerParts } from "./pages.ts"

/** Real links to the pages of the list. */
export function Pager({ current, last }: { readonly current: number; readonly last: number }): JSX.Element | null {
  const texts = useTexts()
  if (last === 1) return null
  return (
    <nav class="pager" aria-label={texts.list.pages}>
      {current > 1 && (
        <a class="pager-step" href={listPath(current - 1)} rel="prev">
          <Icon name="left" />
          <span class="wide">{texts.list.previous}</span>
        </a>
      )}
      <ol>
        {pagerParts(current, last).map((part, index) =>
          part === "gap" ? (
            <li key={`gap-${index}`} class="pager-gap" aria-hidden="true">
              …
            </li>
          ) : (
            <li key={part} class={Math.abs(part - current) === 1 ? "pager-near" : undefined}>
              <a
                href={listPath(part)}
                aria-label={texts.list.toPage(part)}
                aria-current={part === current ? "page" : undefined}
              >
                {part}
              </a>
            </li>
          ),
        )}
      </ol>
      {current < last && (
        <a class="pager-step" href={listPath(current + 1)} rel="next">
          <span class="wide">{texts.list.next}</span>
          <Icon name="right" />
        </a>
      )}
    </nav>
  )
}
