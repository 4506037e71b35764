import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { comments } from "../api/board.ts"
import { useLoad } from "../api/load.ts"
import { asProblem } from "../api/problem.ts"
import type { Comment, Page } from "../api/types.ts"
import { problemText } from "../forms/faults.ts"
import { TextArea } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Avatar } from "../parts/avatar.tsx"
import { Failed, Waiting } from "../parts/states.tsx"
import { Time } from "../parts/time.tsx"
import { loginPath, postPathOf } from "../router/routes.ts"
import { useSession } from "../session/session.tsx"
import { WrittenText } from "./text.tsx"

interface CommentsProps {
  readonly post: number
  /** Called when a comment was added, so that the post can count it. */
  readonly onAdded: () => void
}

/** What was said about a post, oldest first, and the place to say something. */
export function Comments({ post, onAdded }: CommentsProps): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { user } = useSession()
  const { state, again, change } = useLoad(`comments:${post}`, (signal) => comments.list(post, 0, signal))

  const more = async (from: number): Promise<void> => {
    try {
      const next = await comments.list(post, from)
      change((page) => ({ ...page, total: next.total, items: merged(page.items, next.items) }))
    } catch (thrown) {
      notify(problemText(asProblem(thrown), texts), "bad")
    }
  }
  const added = (comment: Comment): void => {
    change((page) => ({ ...page, total: page.total + 1, items: merged(page.items, [comment]) }))
    onAdded()
  }

  return (
    <section class="comments" aria-labelledby="comments-title">
      <h2 id="comments-title">
        {texts.comments.title}
        {state.status === "ready" && <span class="comments-count"> {state.value.total}</span>}
      </h2>
      {state.status === "loading" && <Waiting lines={2} />}
      {state.status === "failed" && <Failed problem={state.problem} again={again} />}
      {state.status === "ready" && <Conversation page={state.value} more={more} />}
      {user && <Answer post={post} onAdded={added} />}
      {user === null && (
        <p class="join">
          <a href={loginPath(postPathOf(post))}>{texts.comments.logIn}</a> {texts.comments.logInAfter}
        </p>
      )}
    </section>
  )
}

interface ConversationProps {
  readonly page: Page<Comment>
  readonly more: (from: number) => Promise<void>
}

function Conversation({ page, more }: ConversationProps): JSX.Element {
  const texts = useTexts()
  const left = page.total - page.items.length
  if (page.items.length === 0) return <p class="none">{texts.comments.none}</p>
  return (
    <>
      <ol class="conversation">
        {page.items.map((comment) => (
          <li key={comment.id} class="comment">
            <Avatar of={comment.author} />
            <div>
              <p class="meta">
                <span class="name">{comment.author.nickname}</span>
                <Time at={comment.createdAt} />
              </p>
              <WrittenText text={comment.text} />
            </div>
          </li>
        ))}
      </ol>
      {left > 0 && (
        <button type="button" class="plain" onClick={() => more(wholePages(page))}>
          {texts.comments.more(left)}
        </button>
      )}
    </>
  )
}

interface AnswerProps {
  readonly post: number
  readonly onAdded: (comment: Comment) => void
}

function Answer({ post, onAdded }: AnswerProps): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const [text, setText] = useState("")
  const state = useSubmit(["text"], async () => {
    onAdded(await comments.create(post, text))
    setText("")
    notify(texts.comments.sent)
  })
  return (
    <Form state={state}>
      <TextArea
        name="text"
        label={texts.comments.label}
        hint={texts.comments.shortcut}
        rows={3}
        value={text}
        faults={state.faults.fields["text"]}
        onSend={state.submit}
        onValue={(value) => {
          setText(value)
          state.mend("text")
        }}
      />
      <div class="actions">
        <button type="submit">{texts.comments.send}</button>
      </div>
    </Form>
  )
}

/** Where reading goes on. What the user has just added stands at the end of all, not at the end of what was read. */
function wholePages(page: Page<Comment>): number {
  return page.items.length - (page.items.length % page.limit)
}

/** Both, each comment once: one that was just added may come again with the next ones that are read. */
function merged(shown: readonly Comment[], next: readonly Comment[]): readonly Comment[] {
  const known = new Set(shown.map((comment) => comment.id))
  return [...shown, ...next.filter((comment) => !known.has(comment.id))]
}
