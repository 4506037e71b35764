import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { users } from "../api/board.ts"
import { forgetLoadedUnder } from "../api/load.ts"
import { PasswordField } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"

const start = { current: "", password: "" }

/** Another password, for those who know the one of now. */
export function PasswordPart(): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const [input, setInput] = useState(start)
  const state = useSubmit(["current", "password"], async () => {
    await users.changePassword(input)
    setInput(start)
    forgetLoadedUnder("devices")
    notify(texts.settings.passwordSaved)
  })
  const field = (name: keyof typeof start) => ({
    name,
    value: input[name],
    faults: state.faults.fields[name],
    onValue: (value: string) => {
      setInput({ ...input, [name]: value })
      state.mend(name)
    },
  })
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{texts.settings.passwordTitle}</h2>
      <Form state={state}>
        <PasswordField {...field("current")} autocomplete="current-password" label={texts.settings.currentPassword} />
        <PasswordField
          {...field("password")}
          autocomplete="new-password"
          label={texts.settings.newPassword}
          hint={texts.account.passwordHint}
        />
        <div class="actions">
          <button type="submit">{texts.settings.savePassword}</button>
        </div>
      </Form>
    </section>
  )
}
