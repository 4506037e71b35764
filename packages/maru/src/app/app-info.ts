/** Where the application can be reached. */
export interface ServerInfo {
  /** Absolute, or relative to the application's origin: "https://api.board.example", "/". Without a slash at its end. */
  readonly url: string
  /** CommonMark. */
  readonly description?: string
}

/** A group of operations in the docs. */
export interface TagInfo {
  readonly name: string
  /** CommonMark. */
  readonly description?: string
}

/** What an application says of itself in its docs (the Info, Server and Tag objects of OpenAPI 3.1.1). */
export interface AppInfo {
  readonly title: string
  readonly version: string
  /** One line. */
  readonly summary?: string
  /** CommonMark. */
  readonly description?: string
  /** URL of the terms of service. */
  readonly termsOfService?: string
  readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string }
  /** `identifier` is an SPDX expression and excludes `url`. */
  readonly license?: { readonly name: string; readonly identifier?: string; readonly url?: string }
  /** By default the origin that the docs come from. */
  readonly servers?: readonly ServerInfo[]
  /** Tags in the order in which the docs show them; those not listed here follow as they first appear. */
  readonly tags?: readonly TagInfo[]
}
