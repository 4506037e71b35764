import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { users } from "../api/board.ts"
import type { User } from "../api/types.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { useSession } from "../session/session.tsx"
import { useAct } from "./act.ts"

/** The picture beside what somebody writes. It is sent as soon as it is chosen. */
export function AvatarPart({ user }: { readonly user: User }): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { change } = useSession()
  const { pending, act } = useAct()
  const input = useRef<HTMLInputElement>(null)

  const send = (image: File | undefined): void => {
    if (!image) return
    act(async () => {
      change(await users.setAvatar(image))
      notify(texts.settings.avatarSaved)
    })
    if (input.current) input.current.value = "" // So that the same file can be chosen again.
  }
  const remove = (): void =>
    act(async () => {
      await users.removeAvatar()
      change({ ...user, avatar: null })
      notify(texts.settings.avatarRemoved)
    })
  return (
    <section aria-labelledby="avatar-title">
      <h2 id="avatar-title">{texts.settings.avatar}</h2>
      <div class="avatar-choice">
        <Avatar of={user} />
        <input
          ref={input}
          id="field-avatar"
          name="avatar"
          type="file"
          accept="image/png,image/jpeg,image/webp"
          aria-label={texts.settings.chooseAvatar}
          aria-describedby="avatar-hint"
          disabled={pending}
          onChange={(event) => send(event.currentTarget.files?.[0])}
        />
        {user.avatar !== null && (
          <button type="button" class="plain" aria-disabled={pending} onClick={remove}>
            {texts.settings.removeAvatar}
          </button>
        )}
      </div>
      <p class="hint" id="avatar-hint">
        {texts.settings.avatarHint}
      </p>
    </section>
  )
}
