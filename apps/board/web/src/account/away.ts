import { useEffect, useRef } from "preact/hooks"
import type { User } from "../api/types.ts"
import { navigate } from "../router/place.ts"
import { useSession } from "../session/session.tsx"

/**
 * Whoever is logged in already has nothing to do at the door. Someone who logs in right here (nobody was, before)
 * is led on by the form, which greets.
 */
export function useAwayWhenKnown(next: string): void {
  const { user } = useSession()
  const before = useRef<User | null>(undefined)
  useEffect(() => {
    if (user && before.current !== null) navigate(next, { replace: true })
    before.current = user
  }, [user])
}
