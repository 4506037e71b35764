/*
 * Runs before the first paint, as a classic script: a theme that was chosen must not flash in after the other one.
 * With none chosen the style sheet follows the system by itself. The keys are those of theme.ts: this file cannot
 * import, because it is no module.
 */
try {
  const theme = localStorage.getItem("theme")
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme
} catch {
  // Storage may be forbidden: the system's theme then.
}
