import { type ComponentChildren, type Context, type JSX, createContext } from "preact"
import { useCallback, useContext, useEffect, useState } from "preact/hooks"

/** `spoken`: only for screen readers, because the eye sees it anyway. */
export type Tone = "good" | "bad" | "spoken"
export type Notify = (text: string, tone?: Tone) => void

interface Notice {
  readonly id: number
  readonly text: string
  readonly tone: Tone
}

/** Milliseconds that a notice stays: time enough to read two lines slowly. */
const stay = 6_000

const NotifyContext: Context<Notify> = createContext<Notify>(() => undefined)

/** Says what happened in a few words: seen at the foot of the page and spoken by screen readers. */
export function useNotify(): Notify {
  return useContext(NotifyContext)
}

/** Holds the one live region of the page. It must exist before it speaks, so it is always there. */
export function Notices({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [notice, setNotice] = useState<Notice>()
  const notify = useCallback<Notify>((text, tone = "good") => {
    setNotice((last) => ({ id: (last?.id ?? 0) + 1, text, tone }))
  }, [])

  useEffect(() => {
    if (!notice) return
    const timer = setTimeout(() => setNotice(undefined), stay)
    return () => clearTimeout(timer)
  }, [notice])

  return (
    <NotifyContext.Provider value={notify}>
      {children}
      <div class="notices" role="status" aria-live="polite">
        {notice && (
          <p key={notice.id} class={notice.tone === "spoken" ? "hidden" : `notice notice-${notice.tone}`}>
            {notice.text}
          </p>
        )}
      </div>
    </NotifyContext.Provider>
  )
}
