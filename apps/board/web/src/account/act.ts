import { useState } from "preact/hooks"
import { asProblem } from "../api/problem.ts"
import { problemText } from "../forms/faults.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { useSession } from "../session/session.tsx"

/** Does something once at a time, and says when it did not work. A session that has run out leads to the login. */
export function useAct(): { readonly pending: boolean; readonly act: (work: () => Promise<void>) => void } {
  const texts = useTexts()
  const notify = useNotify()
  const { expire } = useSession()
  const [pending, setPending] = useState(false)

  const act = (work: () => Promise<void>): void => {
    if (pending) return
    setPending(true)
    work()
      .catch((thrown: unknown) => {
        const problem = asProblem(thrown)
        notify(problemText(problem, texts), "bad")
        if (problem.status === 401) expire()
      })
      .finally(() => setPending(false))
  }
  return { pending, act }
}
