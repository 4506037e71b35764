/** Colours of a chart on one kind of page. */
export interface Theme {
  readonly background: string
  readonly text: string
  readonly faint: string
  readonly own: string
  readonly peer: string
  readonly limit: string
  readonly whisker: string
}

// Contrast to the background: text at least 7, faint text 4.5, bars 3 (WCAG 2.2).
export const themes = {
  light: {
    background: "#ffffff",
    text: "#1f2328",
    faint: "#59636e",
    own: "#d4500c",
    peer: "#7d8ea3",
    limit: "#b9c2cc",
    whisker: "#1f2328",
  },
  dark: {
    background: "#0d1117",
    text: "#f0f6fc",
    faint: "#9198a1",
    own: "#f58f4a",
    peer: "#66788f",
    limit: "#3d4754",
    whisker: "#f0f6fc",
  },
} as const satisfies Readonly<Record<string, Theme>>
