import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { notice } from "../api/board.ts"
import { forgetLoadedUnder, useLoad } from "../api/load.ts"
import { asProblem } from "../api/problem.ts"
import { problemText } from "../forms/faults.ts"
import { useLanguage, useTexts } from "../language/context.tsx"
import { secondsLeftToday } from "../language/time.ts"
import { useNotify } from "./notices.tsx"

/** What everybody is told, until they put it away for the rest of the day. */
export function Bulletin(): JSX.Element | null {
  const texts = useTexts()
  const { language } = useLanguage()
  const notify = useNotify()
  const { state } = useLoad("notice", notice.read)
  const [gone, setGone] = useState(false)
  const shown = state.status === "ready" ? state.value : undefined
  if (gone || !shown) return null

  const putAway = async (): Promise<void> => {
    try {
      await notice.putAway(secondsLeftToday(new Date()))
      forgetLoadedUnder("notice")
      setGone(true)
      notify(texts.list.noticeGone)
    } catch (thrown) {
      notify(problemText(asProblem(thrown), texts), "bad")
    }
  }
  return (
    <aside class="bulletin" aria-label={texts.list.notice}>
      <p>{shown.text[language]}</p>
      <button type="button" class="quiet" onClick={() => void putAway()}>
        {texts.list.notToday}
      </button>
    </aside>
  )
}
