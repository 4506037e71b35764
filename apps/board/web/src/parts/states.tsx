import type { ComponentChildren, JSX } from "preact"
import type { Problem } from "../api/problem.ts"
import { problemText } from "../forms/faults.ts"
import { useTexts } from "../language/context.tsx"
import { useView } from "../router/view.ts"
import { Tea } from "./tea.tsx"

/** Grey lines where text will be. They appear only when loading takes long enough to be noticed. */
export function Waiting({ lines }: { readonly lines: number }): JSX.Element {
  const texts = useTexts()
  return (
    <div class="waiting" aria-busy="true">
      <p class="hidden">{texts.loading}</p>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class={`waiting-line waiting-line-${line % 3}`} aria-hidden="true" />
      ))}
    </div>
  )
}

/** What there is to say when there is nothing to show. */
export function Quiet(props: {
  readonly title: string
  readonly text: string
  readonly children?: ComponentChildren
}): JSX.Element {
  return (
    <div class="quiet-state">
      <Tea />
      <p class="quiet-title">{props.title}</p>
      <p>{props.text}</p>
      {props.children}
    </div>
  )
}

/** A part that could not be loaded, and the way to try again. */
export function Failed({ problem, again }: { readonly problem: Problem; readonly again: () => void }): JSX.Element {
  const texts = useTexts()
  return (
    <div class="failed" role="alert">
      <p>{problemText(problem, texts)}</p>
      <button type="button" onClick={again}>
        {texts.failure.again}
      </button>
    </div>
  )
}

/** A whole view that could not be loaded. */
export function FailedView(props: { readonly problem: Problem; readonly again: () => void }): JSX.Element {
  const texts = useTexts()
  useView(texts.failure.title)
  return (
    <>
      <h1 tabIndex={-1}>{texts.failure.title}</h1>
      <Failed {...props} />
    </>
  )
}

/** A whole view for an address that leads to nothing. */
export function Missing({ title, text }: { readonly title: string; readonly text: string }): JSX.Element {
  const texts = useTexts()
  useView(title)
  return (
    <div class="quiet-state">
      <Tea />
      <h1 tabIndex={-1}>{title}</h1>
      <p>{text}</p>
      <p>
        <a class="button" href="/">
          {texts.missing.back}
        </a>
      </p>
    </div>
  )
}
