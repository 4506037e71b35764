import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { useLanguage } from "../language/context.tsx"
import { exactTime, timeAgo } from "../language/time.ts"

const watchers = new Set<(now: number) => void>()
let ticking: ReturnType<typeof setInterval> | undefined

/** The time of now, every half minute. All who watch share one timer. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    watchers.add(setNow)
    ticking ??= setInterval(() => watchers.forEach((watcher) => watcher(Date.now())), 30_000)
    return () => {
      watchers.delete(setNow)
      if (watchers.size > 0) return
      clearInterval(ticking)
      ticking = undefined
    }
  }, [])
  return now
}

/** How long ago something was; the exact time shows when one points at it. */
export function Time({ at }: { readonly at: string }): JSX.Element {
  const { language } = useLanguage()
  const now = useNow()
  const then = Date.parse(at)
  return (
    <time dateTime={at} title={exactTime(then, language)}>
      {timeAgo(then, now, language)}
    </time>
  )
}
