import type { ComponentChildren, JSX } from "preact"
import type { Submit } from "./submit.ts"

/** A form whose faults are the server's: the browser's own bubbles are off, so that all faults are seen at once. */
export function Form(props: { readonly state: Submit; readonly children: ComponentChildren }): JSX.Element {
  const { form, submit, faults, pending } = props.state
  return (
    <form ref={form} class="form" noValidate aria-busy={pending} onSubmit={submit}>
      {faults.form.length > 0 && (
        <div class="form-faults" role="alert" tabIndex={-1}>
          {faults.form.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      )}
      {props.children}
    </form>
  )
}
