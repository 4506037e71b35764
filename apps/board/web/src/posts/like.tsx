import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { posts } from "../api/board.ts"
import { asProblem } from "../api/problem.ts"
import type { Post } from "../api/types.ts"
import { problemText } from "../forms/faults.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Icon } from "../parts/icons.tsx"
import { navigate } from "../router/place.ts"
import { loginPath, postPathOf } from "../router/routes.ts"
import { useSession } from "../session/session.tsx"

interface LikeProps {
  readonly post: Post
  readonly change: (edit: (post: Post) => Post) => void
}

/**
 * The heart. It answers at once and asks the server afterwards; when the server refuses, it goes back. Quick presses
 * are not sent one by one: while a request is under way only the last wish counts.
 */
export function Like({ post, change }: LikeProps): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { user } = useSession()
  const wish = useRef(post.liked)
  const known = useRef<boolean>(undefined)

  const show = (liked: boolean): void => change((post) => withLike(post, liked))

  const settle = async (): Promise<void> => {
    try {
      while (known.current !== wish.current) {
        const wanted = wish.current
        await posts.like(post.id, wanted)
        known.current = wanted
      }
    } catch (thrown) {
      show((wish.current = known.current ?? false))
      notify(problemText(asProblem(thrown), texts), "bad")
    }
    known.current = undefined
  }

  const toggle = (): void => {
    if (user === null) {
      notify(texts.post.likeToo)
      return navigate(loginPath(postPathOf(post.id)))
    }
    const underWay = known.current !== undefined
    if (!underWay) known.current = post.liked
    wish.current = !post.liked
    show(wish.current)
    if (!underWay) void settle()
  }

  return (
    <button type="button" class="like" aria-pressed={post.liked} onClick={toggle}>
      <Icon name="heart" />
      <span>{texts.post.like}</span>
      <span class="like-count" aria-hidden="true">
        {post.likeCount}
      </span>
      <span class="hidden">{texts.post.likeCount(post.likeCount)}</span>
    </button>
  )
}

function withLike(post: Post, liked: boolean): Post {
  if (post.liked === liked) return post
  return { ...post, liked, likeCount: Math.max(0, post.likeCount + (liked ? 1 : -1)) }
}
