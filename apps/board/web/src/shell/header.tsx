import type { JSX } from "preact"
import { asProblem } from "../api/problem.ts"
import type { User } from "../api/types.ts"
import { problemText } from "../forms/faults.ts"
import { useLanguage, useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { Icon, Mark } from "../parts/icons.tsx"
import { forgetDrafts } from "../posts/draft.ts"
import { usePlace } from "../router/context.ts"
import { addressOf, navigate } from "../router/place.ts"
import { loginPath } from "../router/routes.ts"
import { useSession } from "../session/session.tsx"
import { useTheme } from "../theme/theme.ts"

export function Header(): JSX.Element {
  const texts = useTexts()
  const { user } = useSession()
  return (
    <header class="header">
      <a class="brand" href="/" aria-label={texts.header.home}>
        <Mark />
        <span aria-hidden="true">{texts.site}</span>
      </a>
      <div class="tools">
        <LanguageButton />
        <ThemeButton />
      </div>
      <nav class="account" aria-label={texts.header.account}>
        {user === null && <Door />}
        {user && <Member user={user} />}
      </nav>
    </header>
  )
}

/** Offers the other language, in that language. */
function LanguageButton(): JSX.Element {
  const { language, choose } = useLanguage()
  const other = language === "ko" ? "en" : "ko"
  return (
    <button type="button" class="quiet" lang={other} onClick={() => choose(other)}>
      {other === "ko" ? "한국어" : "English"}
    </button>
  )
}

function ThemeButton(): JSX.Element {
  const texts = useTexts()
  const { theme, next } = useTheme()
  const icon = { system: "system", light: "sun", dark: "moon" } as const
  return (
    <button
      type="button"
      class="quiet icon-button theme"
      aria-label={texts.header.theme[theme]}
      title={texts.header.theme[theme]}
      onClick={next}
    >
      <Icon name={icon[theme]} />
    </button>
  )
}

function Door(): JSX.Element {
  const texts = useTexts()
  const place = usePlace()
  const atDoor = place.path === "/login" || place.path === "/signup"
  const login = atDoor ? `/login${place.query.size > 0 ? `?${place.query}` : ""}` : loginPath(addressOf(place))
  return (
    <>
      <a href={login}>{texts.header.logIn}</a>
      <a href="/signup">{texts.header.signUp}</a>
    </>
  )
}

function Member({ user }: { readonly user: User }): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { logOut } = useSession()

  const leave = async (): Promise<void> => {
    try {
      await logOut()
      forgetDrafts()
      navigate("/")
      notify(texts.account.loggedOut)
    } catch (thrown) {
      notify(problemText(asProblem(thrown), texts), "bad")
    }
  }
  return (
    <>
      <a class="icon-link" href="/posts/new">
        <Icon name="brush" />
        <span class="wide">{texts.header.write}</span>
      </a>
      <a class="me" href="/account" title={texts.header.loggedInAs(user.nickname)}>
        <Avatar of={user} />
        <span class="hidden">{texts.header.loggedInAs(user.nickname)}</span>
      </a>
      <button type="button" class="quiet leave" onClick={() => void leave()}>
        <Icon name="leave" />
        <span class="wide">{texts.header.logOut}</span>
      </button>
    </>
  )
}
