import { fileURLToPath } from "node:url"
import { type StaticFilesOptions, staticFiles } from "../http/files/static-files.ts"
import type { Awaitable, HttpHandler, HttpRequest, HttpResponse } from "../http/message.ts"
import { type Lifespan, type Startable, lifespan } from "./lifespan.ts"

/** Something that answers all that no route does below a prefix. */
export interface Mount {
  readonly kind: "mount"
  /** Without a trailing slash; "" for everything. */
  readonly prefix: string
  /** Called when the application starts; gives what answers. Throws StartError for what is missing. */
  readonly prepare: () => MountHandler
  /** What starts and closes with the application. */
  readonly lifespan?: Lifespan | undefined
}

/** Receives the request with the path below the prefix; undefined means that there is nothing there. */
export type MountHandler = (request: HttpRequest) => Awaitable<HttpResponse | undefined>

/** Another application that can be mounted. It starts and closes with the one around it. */
export interface Mountable extends Startable {
  readonly handle: HttpHandler
}

/**
 * Hands everything below a prefix that no route of this application answers to another application. It sees the
 * path without the prefix, and it starts and closes with this one.
 *
 * @param prefix such as "/legacy"
 * @param target an App
 */
export function mount(prefix: string, target: Mountable): Mount {
  return Object.freeze({
    kind: "mount",
    prefix: withoutSlash(prefix),
    prepare: () => (request: HttpRequest) => target.handle(request),
    lifespan: lifespan(target),
  })
}

/** What `site` can be told. */
export interface SiteOptions extends StaticFilesOptions {
  /** Where the files are; default "/", below all routes. */
  readonly prefix?: string
}

/**
 * Serves the files of a folder, such as a built front end, where no route answers: GET and HEAD, with ETag, Range
 * and precompressed siblings. Names that start with a dot are not served.
 *
 * @param folder URL or path. A folder that does not exist is a start error (`file-missing`)
 * @param options `fallback` is the file that answers a browser's navigation to any other path
 * @example
 * site(new URL("../web/dist/", import.meta.url), { fallback: "index.html", immutable: /^\/assets\// })
 */
export function site(folder: string | URL, options: SiteOptions = {}): Mount {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder
  return Object.freeze({
    kind: "mount",
    prefix: withoutSlash(options.prefix ?? "/"),
    prepare: () => {
      const files = staticFiles(path, options)
      return (request: HttpRequest) => files(request, request.path)
    },
  })
}

function withoutSlash(prefix: string): string {
  return prefix.replace(/\/+$/, "")
}

/** The path below a mount's prefix, or undefined if the mount does not cover this path. */
export function belowPrefix(prefix: string, path: string): string | undefined {
  if (prefix === "") return path
  if (!path.startsWith(prefix)) return undefined
  if (path.length === prefix.length) return "/"
  return path[prefix.length] === "/" ? path.slice(prefix.length) : undefined
}

/** A request whose path is seen from below a mount. */
export class MountedRequest implements HttpRequest {
  readonly path: string
  readonly #outer: HttpRequest

  constructor(outer: HttpRequest, path: string) {
    this.#outer = outer
    this.path = path
  }

  get method(): string {
    return this.#outer.method
  }
  get search(): string {
    return this.#outer.search
  }
  get scheme(): "http" | "https" {
    return this.#outer.scheme
  }
  get host(): string {
    return this.#outer.host
  }
  get remoteAddress(): string | undefined {
    return this.#outer.remoteAddress
  }
  get signal(): AbortSignal {
    return this.#outer.signal
  }
  header(name: string): string | undefined {
    return this.#outer.header(name)
  }
  headers(): Iterable<readonly [name: string, value: string]> {
    return this.#outer.headers()
  }
  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#outer.bytes(limit)
  }
  text(limit: number): Promise<string> {
    return this.#outer.text(limit)
  }
  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    return this.#outer.stream()
  }
}
