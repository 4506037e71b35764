import { SessionChanges } from "./changes.ts"
import type { SessionLifetime } from "./lifetime.ts"
import { formToken, isFormToken, newSessionId, sessionKey } from "./session-id.ts"
import type { SessionRecord, SessionStore } from "./store.ts"

/** A login of a user on one device. */
export interface Device {
  /** Names it for `end`; it opens nothing. */
  readonly id: string
  /** What the browser called itself. */
  readonly name: string
  readonly createdAt: Date
  /** Give or take a twentieth of the idle time. */
  readonly seenAt: Date
  /** Whether it is the one that asks. */
  readonly current: boolean
}

/** Whose session it is. */
export interface Browser {
  /** The id of its cookie. */
  readonly sent: string | undefined
  /** What it calls itself. */
  readonly name: string
  /** Is told who is logged in, for the log. */
  readonly note: (user: string) => void
}

/** What became of a session: the browser keeps its cookie, gets another one, or shall forget it. */
export type SavedSession = { readonly id: string; readonly maxAge: number } | "kept" | "gone"

/** A form came without the token of its session. */
export class WrongFormToken extends Error {
  static readonly code = "wrong-form-token"
}

/**
 * What the server remembers of a browser from one request to the next. It is read from the store when it is first
 * looked at, and written once, when the request has succeeded, if it was changed.
 *
 * @typeParam Data names and types of what is kept; everything has to be JSON
 */
export class Session<Data extends object = Record<string, unknown>> {
  readonly #store: SessionStore
  readonly #lifetime: SessionLifetime
  readonly #device: string
  readonly #note: Browser["note"]
  /** The id that the browser sent. */
  readonly #sent: string | undefined
  readonly #changes = new SessionChanges()
  #reading: Promise<SessionRecord | undefined> | undefined
  /** Set where the session gets another id, or its first. */
  #next: string | undefined
  #login: string | undefined
  #destroyed = false
  /** Devices to log out when the request has succeeded. */
  readonly #ended = new Set<string>()

  /** For the provider of sessions. */
  constructor(store: SessionStore, lifetime: SessionLifetime, browser: Browser) {
    this.#store = store
    this.#lifetime = lifetime
    this.#sent = browser.sent
    this.#device = browser.name
    this.#note = browser.note
  }

  /** What is kept under a name. */
  async get<K extends keyof Data & string>(name: K): Promise<Data[K] | undefined> {
    const data = this.#changes.has(name) ? undefined : (await this.#read())?.data
    const text = data && Object.hasOwn(data, name) ? data[name] : this.#changes.get(name)
    return text === undefined ? undefined : (JSON.parse(text) as Data[K])
  }

  /** Keeps a value; undefined takes it away. @throws TypeError for what is no JSON */
  set<K extends keyof Data & string>(name: K, value: Data[K] | undefined): void {
    this.#changes.set(name, value)
  }

  /** Keeps a text for the next page that asks for it, such as "Saved." across a redirect. */
  flash(name: string, text: string): void {
    this.#changes.set(`flash ${name}`, text)
  }

  /** The text that was kept for this page; afterwards it is gone. */
  async flashed(name: string): Promise<string | undefined> {
    const own = `flash ${name}` as keyof Data & string
    const text = (await this.get(own)) as string | undefined
    if (text !== undefined) this.#changes.set(own, undefined)
    return text
  }

  /** Who is logged in. */
  async user(): Promise<string | undefined> {
    const user = this.#login ?? (await this.#read())?.user
    if (user !== undefined) this.#note(user)
    return user
  }

  /** Logs a user in. The session gets another id, so that one which somebody else has planted is worth nothing. */
  login(user: string | number): void {
    this.#login = String(user)
    this.regenerate()
  }

  /** Gives the session another id and keeps the rest: for more rights than before. */
  regenerate(): void {
    this.#next ??= newSessionId()
  }

  /** Ends the session, on the server and in the browser. What is set afterwards begins a new one. */
  destroy(): void {
    this.#destroyed = true
    this.#changes.clear()
    this.#login = undefined
    this.#next = undefined
  }

  /** A token for the forms of this session's pages, to be sent back in a hidden field. */
  async formToken(): Promise<string> {
    if (!(await this.#read())) this.regenerate()
    return formToken(this.#next ?? this.#sent!)
  }

  /** @throws WrongFormToken unless the token was made for a form of this session */
  async checkFormToken(token: string | undefined): Promise<void> {
    const id = (await this.#read()) ? this.#sent : undefined
    if (id !== undefined && token !== undefined && isFormToken(id, token)) return
    throw new WrongFormToken("This form is no longer valid. Load its page again.")
  }

  /** The devices on which this session's user is logged in, the last used first. */
  async devices(): Promise<Device[]> {
    const user = await this.user()
    if (user === undefined) return []
    const own = this.#sent === undefined ? undefined : sessionKey(this.#sent)
    const open = [...(await this.#store.list(user))].filter(([id]) => !this.#ended.has(id))
    const devices = open.map(([id, { device, createdAt, seenAt }]) => ({
      id,
      name: device,
      createdAt: new Date(createdAt),
      seenAt: new Date(seenAt),
      current: id === own,
    }))
    return devices.toSorted((a, b) => b.seenAt.getTime() - a.seenAt.getTime())
  }

  /** Logs this user out on a device. False for a device that is none of theirs. */
  async end(device: string): Promise<boolean> {
    const user = await this.user()
    if (user === undefined || !(await this.#store.list(user)).has(device)) return false
    this.#ended.add(device)
    return true
  }

  /** Logs this user out everywhere else: for a password that has changed. */
  async endOthers(): Promise<void> {
    for (const { id, current } of await this.devices()) if (!current) this.#ended.add(id)
  }

  /** Writes what has changed. For the provider, once, when the request has succeeded. */
  async save(): Promise<SavedSession> {
    if (this.#destroyed) await this.#forget()
    if (this.#ended.size > 0) await this.#store.remove([...this.#ended])
    const record = this.#reading || this.#isChanged ? await this.#read() : undefined
    if (this.#next !== undefined || (!record && this.#hasData)) return this.#begin(record)
    if (!record) return this.#destroyed || (this.#reading && this.#sent) ? "gone" : "kept"
    return this.#change(record)
  }

  get #isChanged(): boolean {
    return this.#changes.size > 0 || this.#next !== undefined
  }

  get #hasData(): boolean {
    return Object.values(this.#changes.asRecord()).some((text) => text !== undefined)
  }

  #read(): Promise<SessionRecord | undefined> {
    if (this.#destroyed || this.#sent === undefined) return Promise.resolve(undefined)
    return (this.#reading ??= Promise.resolve(this.#store.read(sessionKey(this.#sent))))
  }

  async #forget(): Promise<void> {
    if (this.#sent !== undefined) await this.#store.remove([sessionKey(this.#sent)])
  }

  /** A new id: the first one, or in the place of another. */
  async #begin(record: SessionRecord | undefined): Promise<SavedSession> {
    // One that was ended from another device in the meantime does not come back under another id.
    if (record && this.#login === undefined && !(await this.#goOn(record))) return "gone"
    const id = this.#next ?? newSessionId()
    const started = this.#lifetime.begin()
    const next: SessionRecord = {
      user: this.#login ?? record?.user,
      device: this.#device,
      ...started,
      ...(record && this.#login === undefined ? this.#lifetime.goOn(record) : {}),
      data: this.#changes.applied(record?.data ?? {}),
    }
    await this.#store.create(sessionKey(id), next)
    if (record) await this.#forget()
    return { id, maxAge: Math.ceil((next.endsAt - Date.now()) / 1000) }
  }

  async #change(record: SessionRecord): Promise<SavedSession> {
    if (this.#changes.size === 0 && !this.#lifetime.isDue(record)) return "kept"
    this.#changes.applied(record.data)
    return (await this.#goOn(record)) ? "kept" : "gone"
  }

  async #goOn(record: SessionRecord): Promise<boolean> {
    const { seenAt, expiresAt } = this.#lifetime.goOn(record)
    return this.#store.change(sessionKey(this.#sent!), { seenAt, expiresAt, data: this.#changes.asRecord() })
  }
}
