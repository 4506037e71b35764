import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { posts, postsPerPage } from "../api/board.ts"
import { useLoad } from "../api/load.ts"
import type { Page, PostSummary } from "../api/types.ts"
import { useTexts } from "../language/context.tsx"
import { Bulletin } from "../notices/bulletin.tsx"
import { Icon } from "../parts/icons.tsx"
import { Scene } from "../parts/scene.tsx"
import { Failed, Quiet, Waiting } from "../parts/states.tsx"
import { usePlace } from "../router/context.ts"
import { pageOf } from "../router/routes.ts"
import { useView } from "../router/view.ts"
import { useSession } from "../session/session.tsx"
import { Pager } from "./pager.tsx"
import { pageCount } from "./pages.ts"
import { Row } from "./row.tsx"

/** The list of posts, a page at a time. While another page is on its way the last one stays, dimmed. */
export function ListView(): JSX.Element {
  const texts = useTexts()
  const page = pageOf(usePlace().query)
  const { state, again } = useLoad(`posts:${page}`, (signal) => posts.list(page, signal))
  const last = useRef<Page<PostSummary>>(undefined)
  if (state.status === "ready") last.current = state.value
  useView(page === 1 ? texts.list.title : texts.list.page(page), state.status !== "loading")

  const shown = state.status === "ready" ? state.value : state.status === "loading" ? last.current : undefined
  return (
    <>
      {page === 1 && <Bulletin />}
      {page === 1 ? <Welcome /> : <h1 tabIndex={-1}>{texts.list.page(page)}</h1>}
      {state.status === "failed" && <Failed problem={state.problem} again={again} />}
      {shown && <Posts page={page} shown={shown} dimmed={state.status === "loading"} />}
      {!shown && state.status === "loading" && <Waiting lines={8} />}
    </>
  )
}

function Welcome(): JSX.Element {
  const texts = useTexts()
  const { user } = useSession()
  return (
    <div class="welcome">
      <Scene />
      <div class="welcome-text">
        <div>
          <h1 tabIndex={-1}>{texts.list.greeting}</h1>
          <p>{texts.list.invitation}</p>
        </div>
        <a class="button" href={user === null ? "/signup" : "/posts/new"}>
          {user !== null && <Icon name="brush" />}
          {user === null ? texts.header.signUp : texts.list.write}
        </a>
      </div>
    </div>
  )
}

interface PostsProps {
  readonly page: number
  readonly shown: Page<PostSummary>
  readonly dimmed: boolean
}

function Posts({ page, shown, dimmed }: PostsProps): JSX.Element {
  const texts = useTexts()
  if (shown.items.length === 0 && !dimmed) {
    return page === 1 ? (
      <Quiet title={texts.list.empty} text={texts.list.emptyMore} />
    ) : (
      <Quiet title={texts.list.beyond} text={texts.list.beyondMore}>
        <a href="/">{texts.list.toStart}</a>
      </Quiet>
    )
  }
  return (
    <section class={dimmed ? "posts dimmed" : "posts"} aria-label={texts.list.title} aria-busy={dimmed}>
      <p class="total">{texts.list.total(shown.total)}</p>
      <ul class="rows">
        {shown.items.map((post) => (
          <Row key={post.id} post={post} />
        ))}
      </ul>
      <Pager current={page} last={pageCount(shown.total, postsPerPage)} />
    </section>
  )
}
