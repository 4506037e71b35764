import type { JSX } from "preact"

/** A bowl of tea on a small table, for the moments when there is nothing else to show. */
export function Tea(): JSX.Element {
  return (
    <svg class="tea" viewBox="0 0 160 110" aria-hidden="true" focusable="false">
      <path class="tea-steam" d="M72 40c-7-9 7-13 0-23M88 40c-7-9 7-13 0-23" />
      <path class="tea-bowl" d="M58 47h44c0 16-9 26-22 26s-22-10-22-26Z" />
      <path class="tea-water" d="M61 47h38a19 4 0 0 1-38 0Z" />
      <path class="tea-bowl" d="M71 72h18v4H71z" />
      <path
        class="tea-table"
        d="M30 76h100v7H30zM40 83h9c0 8-2 13-5 17h-8c3-4 4-9 4-17ZM120 83h-9c0 8 2 13 5 17h8c-3-4-4-9-4-17Z"
      />
      <path class="tea-floor" d="M8 104h144" />
    </svg>
  )
}
