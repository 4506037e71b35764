import type { ComponentChildren, JSX } from "preact"
import { useState } from "preact/hooks"
import { useTexts } from "../language/context.tsx"

export interface FieldProps {
  /** Of the body's member; the field's id and its errors' ids are made of it. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly faults: readonly string[] | undefined
  readonly value: string
  readonly onValue: (value: string) => void
}

interface InputProps extends FieldProps {
  readonly type?: "text" | "email"
  readonly autocomplete?: string
}

const asText = { type: "text" } as const
const asPassword = { type: "password" } as const
const asEmail = { type: "email", autocapitalize: "none", spellcheck: false } as const

/** One line of text. */
export function TextField(props: InputProps): JSX.Element {
  return (
    <Frame {...props}>
      <input
        {...wiring(props)}
        {...(props.type === "email" ? asEmail : asText)}
        autocomplete={props.autocomplete ?? "off"}
        onInput={(event) => props.onValue(event.currentTarget.value)}
      />
    </Frame>
  )
}

/** A password, which its owner may look at. */
export function PasswordField(props: InputProps): JSX.Element {
  const texts = useTexts()
  const [shown, setShown] = useState(false)
  return (
    <Frame {...props}>
      <span class="password">
        <input
          {...wiring(props)}
          {...(shown ? asText : asPassword)}
          autocomplete={props.autocomplete ?? "off"}
          autocapitalize="none"
          spellcheck={false}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
        <button
          type="button"
          class="quiet"
          aria-pressed={shown}
          aria-label={texts.account.showPassword}
          onClick={() => setShown(!shown)}
        >
          {texts.account.show}
        </button>
      </span>
    </Frame>
  )
}

interface AreaProps extends FieldProps {
  readonly rows: number
  /** Called for Ctrl or Command with Enter. */
  readonly onSend?: (event: Event) => void
}

/** Many lines of text. */
export function TextArea(props: AreaProps): JSX.Element {
  return (
    <Frame {...props}>
      <textarea
        {...wiring(props)}
        rows={props.rows}
        onInput={(event) => props.onValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) props.onSend?.(event)
        }}
      />
    </Frame>
  )
}

/** Label above, hint and faults below; the input is wired to all of them. */
function Frame(props: FieldProps & { readonly children: ComponentChildren }): JSX.Element {
  const id = `field-${props.name}`
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children}
      {props.faults && (
        <ul class="faults" id={`${id}-faults`}>
          {props.faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {props.hint && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  )
}

interface Wiring {
  readonly id: string
  readonly name: string
  readonly value: string
  readonly "aria-invalid"?: "true"
  readonly "aria-describedby"?: string
}

function wiring(props: FieldProps): Wiring {
  const id = `field-${props.name}`
  const described = [props.faults && `${id}-faults`, props.hint && `${id}-hint`].filter(Boolean).join(" ")
  return {
    id,
    name: props.name,
    value: props.value,
    ...(props.faults ? { "aria-invalid": "true" } : {}),
    ...(described ? { "aria-describedby": described } : {}),
  }
}
