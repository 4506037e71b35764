import type { RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { type Problem, asProblem } from "../api/problem.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { type FormFaults, formFaults, noFaults } from "./faults.ts"

export interface Submit {
  readonly form: RefObject<HTMLFormElement | null>
  readonly faults: FormFaults
  readonly pending: boolean
  readonly submit: (event: Event) => void
  /** A field was changed: what was wrong with it no longer holds. */
  readonly mend: (name: string) => void
}

/**
 * Sends a form once at a time. When the server refuses, its faults stand beside the fields, the first of them gets the
 * focus and the number is spoken.
 *
 * @param names of the fields
 * @param send what sending means; it throws a Problem when it fails
 */
export function useSubmit(names: readonly string[], send: () => Promise<void>): Submit {
  const texts = useTexts()
  const notify = useNotify()
  const form = useRef<HTMLFormElement>(null)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const [mended, setMended] = useState<readonly string[]>([])
  const faults = problem ? without(formFaults(problem, names, texts), mended) : noFaults

  useEffect(() => {
    if (!problem) return
    const wrong = form.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? []
    if (wrong.length > 0) notify(texts.faults.summary(wrong.length), "spoken")
    const target = wrong[0] ?? form.current?.querySelector<HTMLElement>(".form-faults")
    target?.focus()
  }, [problem])

  const submit = (event: Event): void => {
    event.preventDefault()
    if (pending) return
    setPending(true)
    send()
      .then(
        () => setProblem(undefined),
        (thrown: unknown) => {
          setMended([])
          setProblem(asProblem(thrown))
        },
      )
      .finally(() => setPending(false))
  }
  const mend = (name: string): void => {
    if (faults.fields[name]) setMended([...mended, name])
  }
  return { form, faults, pending, submit, mend }
}

function without(faults: FormFaults, mended: readonly string[]): FormFaults {
  const fields = Object.entries(faults.fields).filter(([name]) => !mended.includes(name))
  return { ...faults, fields: Object.fromEntries(fields) }
}
