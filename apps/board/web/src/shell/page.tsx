import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { AccountView } from "../account/account.tsx"
import { LoginView } from "../account/login.tsx"
import { SignupView } from "../account/signup.tsx"
import { useTexts } from "../language/context.tsx"
import { Missing } from "../parts/states.tsx"
import { EditView, WriteView } from "../posts/editor.tsx"
import { ListView } from "../posts/list.tsx"
import { PostView } from "../posts/post.tsx"
import { PlaceContext } from "../router/context.ts"
import { type Place, onPlace } from "../router/place.ts"
import { type Route, routeOf } from "../router/routes.ts"
import { Footer } from "./footer.tsx"
import { Header } from "./header.tsx"

/** The whole page: header, the view that the path names, and the floor. */
export function Page({ first }: { readonly first: Place }): JSX.Element {
  const texts = useTexts()
  const [place, setPlace] = useState(first)
  useEffect(() => onPlace(setPlace), [])

  return (
    <PlaceContext.Provider value={place}>
      <a class="skip" href="#main" onClick={skip}>
        {texts.skip}
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <View key={place.path} route={routeOf(place.path)} />
      </main>
      <Footer />
    </PlaceContext.Provider>
  )
}

/** Moves the focus by itself: to follow the fragment would be another entry of the history. */
function skip(event: Event): void {
  event.preventDefault()
  document.getElementById("main")?.focus()
}

function View({ route }: { readonly route: Route }): JSX.Element {
  const texts = useTexts()
  switch (route.view) {
    case "list":
      return <ListView />
    case "post":
      return <PostView id={route.id} />
    case "write":
      return <WriteView />
    case "edit":
      return <EditView id={route.id} />
    case "signup":
      return <SignupView />
    case "login":
      return <LoginView />
    case "account":
      return <AccountView />
    case "missing":
      return <Missing title={texts.missing.title} text={texts.missing.text} />
  }
}
