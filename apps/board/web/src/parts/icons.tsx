import type { JSX } from "preact"

/** Strokes of a 24-pixel grid. Icons are only ever seen: what they mean is said by the text or label beside them. */
const paths = {
  heart: "M12 20s-7.5-4.7-7.5-10.2A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 7.5 2.6C19.5 15.3 12 20 12 20Z",
  talk: "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-8l-4.5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5Z",
  brush:
    "M19.5 4.5c-4.5 1.5-8.5 5-10.5 9l1.8 1.8c4-2 7.2-6.3 8.7-10.8ZM8.3 15c-1.8 0-2.5 1.5-2.8 3-.2.9-.8 1.3-1.5 1.5 2.5.8 5.7 0 6.1-2.7Z",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5",
  left: "m14 6-6 6 6 6",
  right: "m10 6 6 6-6 6",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
  system: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 4v16M12 8.5h5.8M12 12h8M12 15.5h5.8",
  eye: "M3 12c2.5-4 5.5-6 9-6s6.5 2 9 6c-2.5 4-5.5 6-9 6s-6.5-2-9-6ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  leave: "M10 4.5H5.5v15H10M14 8l4 4-4 4M18 12H9.5",
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark: four planks around a knot, the way a Korean floor is laid, and the letter ㅁ of 마루. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="32" height="32" rx="7" />
      <path class="mark-planks" d="M6 6h13v6H6zM20 6h6v13h-6zM13 20h13v6H13zM6 13h6v13H6z" />
    </svg>
  )
}
