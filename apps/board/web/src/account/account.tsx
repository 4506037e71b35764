import type { JSX } from "preact"
import { useTexts } from "../language/context.tsx"
import { useSession } from "../session/session.tsx"
import { ForUsers } from "../shell/for-users.tsx"
import { AvatarPart } from "./avatar-part.tsx"
import { ClosingPart } from "./closing-part.tsx"
import { DevicesPart } from "./devices-part.tsx"
import { NicknamePart } from "./nickname-part.tsx"
import { PasswordPart } from "./password-part.tsx"

/** Everything that somebody may change about themselves. */
export function AccountView(): JSX.Element {
  const texts = useTexts()
  const { user } = useSession()
  return (
    <ForUsers title={texts.settings.title}>
      {user && (
        <div class="settings">
          <p class="lead">{user.role === "admin" ? texts.settings.admin(user.email) : user.email}</p>
          <AvatarPart user={user} />
          <NicknamePart user={user} />
          <PasswordPart />
          <DevicesPart />
          <ClosingPart />
        </div>
      )}
    </ForUsers>
  )
}
