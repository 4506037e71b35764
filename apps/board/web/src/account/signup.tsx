import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { users } from "../api/board.ts"
import { PasswordField, TextField } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { usePlace } from "../router/context.ts"
import { navigate } from "../router/place.ts"
import { loginPath, nextOf } from "../router/routes.ts"
import { useView } from "../router/view.ts"
import { useSession } from "../session/session.tsx"
import { useAwayWhenKnown } from "./away.ts"

const start = { email: "", nickname: "", password: "" }
type Name = keyof typeof start

/** A new account, which is logged in at once. */
export function SignupView(): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { logIn } = useSession()
  const { query } = usePlace()
  const next = nextOf(query)
  const [input, setInput] = useState(start)
  useView(texts.account.signUp)
  useAwayWhenKnown(next)

  const state = useSubmit(["email", "nickname", "password"], async () => {
    const { nickname } = await users.create(input)
    try {
      await logIn({ email: input.email, password: input.password })
      navigate(next, { replace: true })
      notify(texts.account.welcome(nickname))
    } catch {
      navigate(loginPath(next), { replace: true }) // The account is there: signing up again would find it taken.
      notify(texts.account.created)
    }
  })
  const field = (name: Name) => ({
    name,
    value: input[name],
    faults: state.faults.fields[name],
    onValue: (value: string) => {
      setInput({ ...input, [name]: value })
      state.mend(name)
    },
  })

  return (
    <div class="sheet sheet-narrow">
      <h1 tabIndex={-1}>{texts.account.signUp}</h1>
      <p class="lead">{texts.account.signUpText}</p>
      <Form state={state}>
        <TextField
          {...field("email")}
          type="email"
          autocomplete="email"
          label={texts.account.email}
          hint={texts.account.emailHint}
        />
        <TextField
          {...field("nickname")}
          autocomplete="nickname"
          label={texts.account.nickname}
          hint={texts.account.nicknameHint}
        />
        <PasswordField
          {...field("password")}
          autocomplete="new-password"
          label={texts.account.password}
          hint={texts.account.passwordHint}
        />
        <div class="actions">
          <button type="submit">{texts.account.signUp}</button>
        </div>
      </Form>
      <p class="other">
        {texts.account.haveAccount} <a href={`/login${query.size > 0 ? `?${query}` : ""}`}>{texts.account.logIn}</a>
      </p>
    </div>
  )
}
