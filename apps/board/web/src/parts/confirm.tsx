import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"

interface ConfirmProps {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no: string
  readonly pending: boolean
  readonly onYes: () => void
  readonly onNo: () => void
}

/** Asks before something that cannot be undone. The browser's modal dialog keeps the focus in and gives it back. */
export function Confirm(props: ConfirmProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)

  // Not useEffect: its end comes after the element is gone, and then the focus has nowhere to come back from.
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-text"
      onCancel={(event) => {
        event.preventDefault()
        props.onNo()
      }}
    >
      <h2 id="confirm-title">{props.title}</h2>
      <p id="confirm-text">{props.text}</p>
      <div class="actions">
        <button type="button" class="plain" onClick={props.onNo}>
          {props.no}
        </button>
        <button
          type="button"
          class="danger"
          aria-disabled={props.pending}
          onClick={() => props.pending || props.onYes()}
        >
          {props.yes}
        </button>
      </div>
    </dialog>
  )
}
