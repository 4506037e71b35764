import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { posts } from "../api/board.ts"
import { forgetLoadedUnder } from "../api/load.ts"
import { asProblem } from "../api/problem.ts"
import type { Post } from "../api/types.ts"
import { problemText } from "../forms/faults.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Icon } from "../parts/icons.tsx"
import { useSession } from "../session/session.tsx"

/** Says that a post is hidden, to those who see it all the same. */
export function HiddenMark(): JSX.Element {
  return <span class="hidden-mark">{useTexts().post.hidden}</span>
}

interface AdminsActionsProps {
  readonly post: Post
  readonly change: (edit: (post: Post) => Post) => void
}

/** Hides a post from everybody but admins, or shows it again. */
export function AdminsActions({ post, change }: AdminsActionsProps): JSX.Element | null {
  const texts = useTexts()
  const notify = useNotify()
  const { user } = useSession()
  const [pending, setPending] = useState(false)
  if (user?.role !== "admin") return null

  const toggle = async (): Promise<void> => {
    if (pending) return
    setPending(true)
    try {
      await posts.hide(post.id, !post.hidden)
      change((post) => ({ ...post, hidden: !post.hidden }))
      forgetLoadedUnder("posts:")
      notify(post.hidden ? texts.post.shownAgain : texts.post.nowHidden)
    } catch (thrown) {
      notify(problemText(asProblem(thrown), texts), "bad")
    }
    setPending(false)
  }
  return (
    <button type="button" class="plain" aria-disabled={pending} onClick={() => void toggle()}>
      <Icon name="eye" />
      {post.hidden ? texts.post.show : texts.post.hide}
    </button>
  )
}
