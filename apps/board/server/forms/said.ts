import { cookie, dependency, header } from "maru"
import { z } from "zod"
import { type Texts, en } from "../../web/src/language/en.ts"
import { ko } from "../../web/src/language/ko.ts"
import { type Language, firstLanguage, languageCookie } from "../../web/src/language/languages.ts"

/** A language, and what the board says in it. */
export interface Said {
  readonly language: Language
  readonly texts: Texts
}

/** What the forms say, in the language that the page would choose too. */
export const said = dependency(
  {
    chosen: cookie(languageCookie, z.string().default("")),
    acceptLanguage: header(z.string().default("")),
  },
  ({ chosen, acceptLanguage }): Said => {
    const asked = acceptLanguage.split(",").map((part) => part.split(";")[0]!.trim())
    const language = firstLanguage(`${languageCookie}=${chosen}`, asked)
    return { language, texts: { en, ko }[language] }
  },
  { name: "said" },
)
