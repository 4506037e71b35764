import { type ComponentChildren, type Context, type JSX, createContext } from "preact"
import { useContext, useEffect, useState } from "preact/hooks"
import { type Credentials, session, users } from "../api/board.ts"
import { forgetLoaded } from "../api/load.ts"
import type { User } from "../api/types.ts"

/** Who uses the page. */
export interface Session {
  /** null: nobody; undefined: not known yet. */
  readonly user: User | null | undefined
  /** @throws Problem 401 for a wrong address or password */
  readonly logIn: (credentials: Credentials) => Promise<User>
  /** @throws Problem */
  readonly logOut: () => Promise<void>
  /** The user has changed: a nickname, an avatar. */
  readonly change: (user: User) => void
  /** The server no longer knows the user: the session has run out. */
  readonly expire: () => void
}

const SessionContext: Context<Session | undefined> = createContext<Session | undefined>(undefined)

export function SessionProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [user, setUser] = useState<User | null>()

  const become = (next: User | null): void => {
    forgetLoaded() // What was loaded says what the one before likes.
    setUser(next)
  }

  useEffect(() => {
    users.me().then(setUser, () => setUser(null))
  }, [])

  const value: Session = {
    user,
    async logIn(credentials) {
      await session.open(credentials)
      const me = await users.me()
      become(me)
      return me
    },
    async logOut() {
      await session.close()
      become(null)
    },
    change: become,
    expire: () => become(null),
  }
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>
}

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error("useSession is used outside of the page.")
  return session
}
