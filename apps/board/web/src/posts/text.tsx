import type { JSX } from "preact"
import { segments } from "./linked-text.ts"

/** A text as it was written: its lines stay and web addresses are links. It is text all the way, never HTML. */
export function WrittenText({ text }: { readonly text: string }): JSX.Element {
  return (
    <div class="written">
      {segments(text).map((segment, index) =>
        segment.href ? (
          <a key={index} href={segment.href} target="_blank" rel="nofollow ugc noopener noreferrer">
            {segment.text}
          </a>
        ) : (
          segment.text
        ),
      )}
    </div>
  )
}
