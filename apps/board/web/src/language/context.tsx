import { type ComponentChildren, type Context, type JSX, createContext } from "preact"
import { useContext, useEffect, useState } from "preact/hooks"
import { type Texts, en } from "./en.ts"
import { ko } from "./ko.ts"
import { type Language, firstLanguage, languageCookie } from "./languages.ts"

const texts: Readonly<Record<Language, Texts>> = { en, ko }
const year = 365 * 24 * 60 * 60

interface Choice {
  readonly language: Language
  readonly choose: (language: Language) => void
}

const LanguageContext: Context<Choice> = createContext<Choice>({ language: "en", choose: () => undefined })

/** Gives the page its language. Only a choice is remembered, in a cookie; until then the browser's wish counts. */
export function LanguageProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [language, setLanguage] = useState(() => firstLanguage(document.cookie, navigator.languages))

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const choose = (chosen: Language): void => {
    const secure = location.protocol === "https:" ? "; Secure" : ""
    document.cookie = `${languageCookie}=${chosen}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`
    setLanguage(chosen)
  }
  return <LanguageContext.Provider value={{ language, choose }}>{children}</LanguageContext.Provider>
}

export function useLanguage(): Choice {
  return useContext(LanguageContext)
}

/** What the page says, in the language of now. */
export function useTexts(): Texts {
  return texts[useContext(LanguageContext).language]
}
