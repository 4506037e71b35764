export type Language = "en" | "ko"

/** The name of the cookie, so that the server may answer in the same language one day. */
export const languageCookie = "lang"

/**
 * The language to begin with: the one that was chosen, or else the first that the browser asks for and we have.
 *
 * @param cookies as in `document.cookie`
 * @param asked as in `navigator.languages`
 */
export function firstLanguage(cookies: string, asked: readonly string[]): Language {
  const chosen = cookies
    .split(";")
    .map((pair) => pair.trim().split("="))
    .find(([name]) => name === languageCookie)?.[1]
  return [chosen, ...asked].map(language).find((found) => found !== undefined) ?? "en"
}

function language(tag: string | undefined): Language | undefined {
  const primary = tag?.toLowerCase().split("-")[0]
  return primary === "en" || primary === "ko" ? primary : undefined
}
