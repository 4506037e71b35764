import type { ComponentChildren, JSX } from "preact"
import { useEffect } from "preact/hooks"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Waiting } from "../parts/states.tsx"
import { usePlace } from "../router/context.ts"
import { addressOf, navigate } from "../router/place.ts"
import { loginPath } from "../router/routes.ts"
import { useView } from "../router/view.ts"
import { useSession } from "../session/session.tsx"

/** A sheet for those who are logged in. Sends everyone else to the login, and back here afterwards. */
export function ForUsers(props: { readonly title: string; readonly children: ComponentChildren }): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const place = usePlace()
  const { user } = useSession()
  useView(props.title, user !== null && user !== undefined)

  useEffect(() => {
    if (user !== null) return
    notify(texts.account.needed)
    navigate(loginPath(addressOf(place)), { replace: true })
  }, [user])

  return (
    <div class="sheet">
      <h1 tabIndex={-1}>{props.title}</h1>
      {user ? props.children : <Waiting lines={4} />}
    </div>
  )
}
