import type { JSX } from "preact"
import { useState } from "preact/hooks"
import type { PostInput } from "../api/types.ts"
import { TextArea, TextField } from "../forms/field.tsx"
import { Form } from "../forms/form.tsx"
import { useSubmit } from "../forms/submit.ts"
import { useTexts } from "../language/context.tsx"
import { Tags } from "../parts/tags.tsx"
import { type Draft, forgetDraft, storeDraft, storedDraft } from "./draft.ts"
import { tagsFrom } from "./tag-text.ts"

interface PostFormProps {
  /** Under which this tab keeps what is being written. */
  readonly draftKey: string
  readonly start: Draft
  /** What the button says. */
  readonly action: string
  readonly cancelTo: string
  readonly send: (input: PostInput) => Promise<void>
}

/** Title, text and tags. What is typed is kept as a draft at once, so that a reload or a lost session loses nothing. */
export function PostForm(props: PostFormProps): JSX.Element {
  const texts = useTexts()
  const [kept, setKept] = useState(() => differing(storedDraft(props.draftKey), props.start))
  const [draft, setDraft] = useState(kept ?? props.start)
  const state = useSubmit(["title", "body", "tags"], () =>
    props.send({ title: draft.title, body: draft.body, tags: tagsFrom(draft.tags) }),
  )

  const set = (name: keyof Draft) => (value: string) => {
    const next = { ...draft, [name]: value }
    storeDraft(props.draftKey, next)
    setDraft(next)
    state.mend(name)
  }
  const startOver = (): void => {
    forgetDraft(props.draftKey)
    setDraft(props.start)
    setKept(undefined)
    state.form.current?.querySelector("input")?.focus()
  }
  const field = (name: keyof Draft) => ({
    name,
    value: draft[name],
    faults: state.faults.fields[name],
    onValue: set(name),
  })

  return (
    <>
      {kept && (
        <p class="kept" role="note">
          <span>{texts.editor.restored}</span>
          <button type="button" class="quiet" onClick={startOver}>
            {texts.editor.startOver}
          </button>
        </p>
      )}
      <Form state={state}>
        <TextField {...field("title")} label={texts.editor.title} />
        <TextArea
          {...field("body")}
          label={texts.editor.body}
          hint={texts.editor.bodyHint}
          rows={10}
          onSend={state.submit}
        />
        <TextField {...field("tags")} label={texts.editor.tags} hint={texts.editor.tagsHint} />
        <Tags tags={tagsFrom(draft.tags)} label={texts.editor.tags} />
        <div class="actions">
          <button type="submit">{props.action}</button>
          <a class="button plain" href={props.cancelTo}>
            {texts.editor.cancel}
          </a>
        </div>
      </Form>
    </>
  )
}

/** A draft only counts while it says something else than what the form begins with. */
function differing(draft: Draft | undefined, start: Draft): Draft | undefined {
  if (!draft) return undefined
  const same = draft.title === start.title && draft.body === start.body && draft.tags === start.tags
  return same ? undefined : draft
}
