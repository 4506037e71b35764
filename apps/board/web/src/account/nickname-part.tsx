import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { users } from "../api/board.ts"
import type { User } from "../api/types.ts"
import { TextField } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { useSession } from "../session/session.tsx"

/** The name beside what somebody writes. */
export function NicknamePart({ user }: { readonly user: User }): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { change } = useSession()
  const [nickname, setNickname] = useState(user.nickname)
  const state = useSubmit(["nickname"], async () => {
    change(await users.rename(nickname))
    notify(texts.settings.nicknameSaved)
  })
  return (
    <section aria-labelledby="nickname-title">
      <h2 id="nickname-title">{texts.settings.nicknameTitle}</h2>
      <Form state={state}>
        <TextField
          name="nickname"
          autocomplete="nickname"
          label={texts.account.nickname}
          hint={texts.account.nicknameHint}
          value={nickname}
          faults={state.faults.fields["nickname"]}
          onValue={(value) => {
            setNickname(value)
            state.mend("nickname")
          }}
        />
        <div class="actions">
          <button type="submit">{texts.settings.saveNickname}</button>
        </div>
      </Form>
    </section>
  )
}
