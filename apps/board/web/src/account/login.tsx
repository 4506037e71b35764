import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { Problem, asProblem } from "../api/problem.ts"
import { PasswordField, TextField } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { usePlace } from "../router/context.ts"
import { navigate } from "../router/place.ts"
import { nextOf } from "../router/routes.ts"
import { useView } from "../router/view.ts"
import { useSession } from "../session/session.tsx"
import { useAwayWhenKnown } from "./away.ts"

export function LoginView(): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { logIn } = useSession()
  const { query } = usePlace()
  const next = nextOf(query)
  const [email, setEmail] = useState("")
  const [password, setPassword] = useState("")
  useView(texts.account.logIn)
  useAwayWhenKnown(next)

  const state = useSubmit(["email", "password"], async () => {
    const user = await logIn({ email, password }).catch(asWrong)
    navigate(next, { replace: true })
    notify(texts.account.welcome(user.nickname))
  })
  return (
    <div class="sheet sheet-narrow">
      <h1 tabIndex={-1}>{texts.account.logIn}</h1>
      <p class="lead">{texts.account.logInText}</p>
      <Form state={state}>
        <TextField
          name="email"
          type="email"
          autocomplete="username"
          label={texts.account.email}
          value={email}
          faults={state.faults.fields["email"]}
          onValue={(value) => {
            setEmail(value)
            state.mend("email")
          }}
        />
        <PasswordField
          name="password"
          autocomplete="current-password"
          label={texts.account.password}
          value={password}
          faults={state.faults.fields["password"]}
          onValue={(value) => {
            setPassword(value)
            state.mend("password")
          }}
        />
        <div class="actions">
          <button type="submit">{texts.account.logIn}</button>
        </div>
      </Form>
      <p class="other">
        {texts.account.noAccount} <a href={`/signup${query.size > 0 ? `?${query}` : ""}`}>{texts.account.signUp}</a>
      </p>
    </div>
  )
}

/** Here a 401 means the words, not the session. */
function asWrong(thrown: unknown): never {
  const problem = asProblem(thrown)
  throw problem.status === 401 ? new Problem(401, "wrong", problem.message) : problem
}
