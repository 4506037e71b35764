import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { users } from "../api/board.ts"
import { PasswordField } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { forgetDrafts } from "../posts/draft.ts"
import { navigate } from "../router/place.ts"
import { useSession } from "../session/session.tsx"

/** The way out for good. The password is asked for in the place of a question: nobody types it by mistake. */
export function ClosingPart(): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { expire } = useSession()
  const [closing, setClosing] = useState("")
  const state = useSubmit(["closing"], async () => {
    await users.close(closing)
    forgetDrafts()
    navigate("/", { replace: true })
    expire()
    notify(texts.settings.closed)
  })
  return (
    <section aria-labelledby="closing-title">
      <h2 id="closing-title">{texts.settings.closeTitle}</h2>
      <p>{texts.settings.closeText}</p>
      <Form state={state}>
        <PasswordField
          name="closing"
          autocomplete="current-password"
          label={texts.settings.closePassword}
          value={closing}
          faults={state.faults.fields["closing"]}
          onValue={(value) => {
            setClosing(value)
            state.mend("closing")
          }}
        />
        <div class="actions">
          <button type="submit" class="danger">
            {texts.settings.close}
          </button>
        </div>
      </Form>
    </section>
  )
}
