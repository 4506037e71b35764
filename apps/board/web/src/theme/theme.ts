import { useEffect, useState } from "preact/hooks"

export type Theme = "system" | "light" | "dark"

const storageKey = "theme"

/** The theme and how to go on to the next: the other one, then the system's own, then to follow the system again. */
export function useTheme(): { readonly theme: Theme; readonly next: () => void } {
  const [theme, setTheme] = useState(storedTheme)

  useEffect(() => show(theme), [theme])

  const next = (): void => {
    const chosen = themeAfter(theme, matchMedia("(prefers-color-scheme: dark)").matches)
    store(chosen)
    setTheme(chosen)
  }
  return { theme, next }
}

/** The first step must change what is seen, so it depends on what the system shows. */
export function themeAfter(theme: Theme, systemIsDark: boolean): Theme {
  const order: readonly Theme[] = systemIsDark ? ["system", "light", "dark"] : ["system", "dark", "light"]
  return order[(order.indexOf(theme) + 1) % order.length] ?? "system"
}

function show(theme: Theme): void {
  const root = document.documentElement
  if (theme === "system") delete root.dataset["theme"]
  else root.dataset["theme"] = theme
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset["media"] ??= meta.media
    meta.media = theme === "system" ? meta.dataset["media"] : meta.dataset["media"].includes(theme) ? "all" : "not all"
  }
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return stored === "light" || stored === "dark" ? stored : "system"
  } catch {
    return "system"
  }
}

function store(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, theme)
  } catch {
    // Storage may be forbidden: the choice then lasts until the page is closed.
  }
}
