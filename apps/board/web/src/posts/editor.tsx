import type { JSX } from "preact"
import { posts } from "../api/board.ts"
import { forgetLoadedUnder, useLoad } from "../api/load.ts"
import { asProblem } from "../api/problem.ts"
import type { Post } from "../api/types.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Failed, Missing, Waiting } from "../parts/states.tsx"
import { navigate } from "../router/place.ts"
import { postPathOf } from "../router/routes.ts"
import { useSession } from "../session/session.tsx"
import { ForUsers } from "../shell/for-users.tsx"
import { type Draft, emptyDraft, forgetDraft } from "./draft.ts"
import { PostForm } from "./post-form.tsx"
import { tagText } from "./tag-text.ts"

/** Writing a new post. */
export function WriteView(): JSX.Element {
  const texts = useTexts()
  const save = useSave()
  return (
    <ForUsers title={texts.editor.write}>
      <PostForm
        draftKey="new"
        start={emptyDraft}
        action={texts.editor.publish}
        cancelTo="/"
        send={(input) => save("new", () => posts.create(input), texts.editor.published)}
      />
    </ForUsers>
  )
}

/** Editing a post of one's own. */
export function EditView({ id }: { readonly id: number }): JSX.Element {
  const texts = useTexts()
  const { user } = useSession()
  const save = useSave()
  const { state, again } = useLoad(`post:${id}`, (signal) => posts.read(id, signal))
  if (state.status === "failed" && state.problem.status === 404) {
    return <Missing title={texts.missing.post} text={texts.missing.postText} />
  }
  if (state.status === "ready" && user && user.id !== state.value.author.id) {
    return <Missing title={texts.editor.edit} text={texts.editor.notYours} />
  }
  return (
    <ForUsers title={texts.editor.edit}>
      {state.status === "loading" && <Waiting lines={5} />}
      {state.status === "failed" && <Failed problem={state.problem} again={again} />}
      {state.status === "ready" && (
        <PostForm
          draftKey={String(id)}
          start={draftOf(state.value)}
          action={texts.editor.save}
          cancelTo={postPathOf(id)}
          send={(input) => save(String(id), () => posts.change(id, input), texts.editor.saved)}
        />
      )}
    </ForUsers>
  )
}

/** Saves, then shows what was saved. A session that has run out leads to the login; the draft waits meanwhile. */
function useSave(): (draftKey: string, send: () => Promise<Post>, done: string) => Promise<void> {
  const notify = useNotify()
  const { expire } = useSession()
  return async (draftKey, send, done) => {
    try {
      const post = await send()
      forgetDraft(draftKey)
      forgetLoadedUnder("post")
      navigate(postPathOf(post.id), { replace: true })
      notify(done)
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (problem.status === 401) expire()
      throw problem
    }
  }
}

function draftOf(post: Post): Draft {
  return { title: post.title, body: post.body, tags: tagText(post.tags) }
}
