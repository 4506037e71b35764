import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { posts } from "../api/board.ts"
import { forgetLoadedUnder, useLoad } from "../api/load.ts"
import { asProblem } from "../api/problem.ts"
import type { Post } from "../api/types.ts"
import { problemText } from "../forms/faults.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { Confirm } from "../parts/confirm.tsx"
import { Icon } from "../parts/icons.tsx"
import { FailedView, Missing, Waiting } from "../parts/states.tsx"
import { Tags } from "../parts/tags.tsx"
import { Time } from "../parts/time.tsx"
import { usePlace } from "../router/context.ts"
import { navigate } from "../router/place.ts"
import { postPathOf } from "../router/routes.ts"
import { useView } from "../router/view.ts"
import { useSession } from "../session/session.tsx"
import { AdminsActions, HiddenMark } from "./hide.tsx"
import { Comments } from "./comments.tsx"
import { Like } from "./like.tsx"
import { WrittenText } from "./text.tsx"

/** One post with what was said about it. */
export function PostView({ id }: { readonly id: number }): JSX.Element {
  const texts = useTexts()
  const [from] = useState(usePlace().from) // The page of the list that led here is the one to go back to.
  const { state, again, change } = useLoad(`post:${id}`, (signal) => posts.read(id, signal))
  if (state.status === "failed" && state.problem.status === 404) {
    return <Missing title={texts.missing.post} text={texts.missing.postText} />
  }
  return (
    <>
      <p class="back">
        <a href={from === "/" || from.startsWith("/?") ? from : "/"}>
          <Icon name="left" />
          {texts.post.back}
        </a>
      </p>
      {state.status === "loading" && <Waiting lines={5} />}
      {state.status === "failed" && <FailedView problem={state.problem} again={again} />}
      {state.status === "ready" && <Sheet post={state.value} change={change} />}
    </>
  )
}

interface SheetProps {
  readonly post: Post
  readonly change: (edit: (post: Post) => Post) => void
}

function Sheet({ post, change }: SheetProps): JSX.Element {
  const texts = useTexts()
  useView(post.title)
  const commentAdded = (): void => {
    change((post) => ({ ...post, commentCount: post.commentCount + 1 }))
    forgetLoadedUnder("posts:")
  }
  return (
    <>
      <article class="sheet" aria-labelledby="post-title">
        <header>
          <h1 id="post-title" tabIndex={-1}>
            {post.title}
          </h1>
          <p class="byline">
            <Avatar of={post.author} />
            <span class="name">
              <span class="hidden">{texts.post.by} </span>
              {post.author.nickname}
            </span>
            <Time at={post.createdAt} />
            {post.hidden && <HiddenMark />}
            {wasEdited(post) && <span class="edited">{texts.post.edited}</span>}
          </p>
        </header>
        <WrittenText text={post.body} />
        <Tags tags={post.tags} label={texts.post.tags} />
        <footer class="actions">
          <Like post={post} change={change} />
          <AdminsActions post={post} change={change} />
          <OwnersActions post={post} />
        </footer>
      </article>
      <Comments post={post.id} onAdded={commentAdded} />
    </>
  )
}

function OwnersActions({ post }: { readonly post: Post }): JSX.Element | null {
  const texts = useTexts()
  const notify = useNotify()
  const { user } = useSession()
  const [asking, setAsking] = useState(false)
  const [pending, setPending] = useState(false)
  if (user?.id !== post.author.id) return null

  const remove = async (): Promise<void> => {
    setPending(true)
    try {
      await posts.remove(post.id)
      forgetLoadedUnder("post")
      navigate("/", { replace: true })
      notify(texts.post.removed)
    } catch (thrown) {
      setAsking(false)
      notify(problemText(asProblem(thrown), texts), "bad")
    }
    setPending(false)
  }

  return (
    <span class="owner">
      <a class="button plain" href={`${postPathOf(post.id)}/edit`}>
        <Icon name="brush" />
        {texts.post.edit}
      </a>
      <button type="button" class="plain" onClick={() => setAsking(true)}>
        <Icon name="trash" />
        {texts.post.remove}
      </button>
      {asking && (
        <Confirm
          title={texts.post.removeTitle}
          text={texts.post.removeText}
          yes={texts.post.remove}
          no={texts.post.cancel}
          pending={pending}
          onYes={() => void remove()}
          onNo={() => setAsking(false)}
        />
      )}
    </span>
  )
}

/** The server sets both times at the start; a second apart is no edit yet. */
function wasEdited(post: Post): boolean {
  return Date.parse(post.updatedAt) - Date.parse(post.createdAt) > 1000
}
