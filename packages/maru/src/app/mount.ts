import { fileURLToPath } from "node:url"
import { type SourceLine, callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { type StaticFilesOptions, staticFiles } from "../http/files/static-files.ts"
import type { Awaitable, HttpHandler, HttpRequest, HttpResponse } from "../http/message.ts"
import type { HeaderDefaults } from "../http/header-defaults.ts"
import { filled } from "../http/onion/compose.ts"
import { RequestWrapper } from "../http/request-wrapper.ts"
import { normalPath } from "../routing/normal-path.ts"
import { parsePattern } from "../routing/pattern.ts"
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
  /** Constant headers of its answers, which it keeps wherever it is mounted. */
  readonly headers?: HeaderDefaults
}

/**
 * Hands everything below a prefix that no route of this application answers to another application. It sees the
 * path without the prefix, and it starts and closes with this one.
 *
 * @param prefix such as "/legacy", static segments only
 * @param target an App
 * @throws StartError `pattern-invalid`
 */
export function mount(prefix: string, target: Mountable): Mount {
  return Object.freeze({
    kind: "mount",
    prefix: readPrefix(prefix, callerSource(mount as never)),
    prepare: () => (request: HttpRequest) =>
      target.headers ? filled(target.handle(request), target.headers) : target.handle(request),
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
 * @throws StartError `pattern-invalid` for the prefix
 * @example
 * site(new URL("../web/dist/", import.meta.url), { fallback: "index.html", immutable: /^\/assets\// })
 */
export function site(folder: string | URL, options: SiteOptions = {}): Mount {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder
  return Object.freeze({
    kind: "mount",
    prefix: readPrefix(options.prefix ?? "/", callerSource(site as never)),
    prepare: () => {
      const files = staticFiles(path, options)
      return (request: HttpRequest) => files(request, request.path)
    },
  })
}

/** A prefix as it stands in a normalised path. */
function readPrefix(prefix: string, source: SourceLine | undefined): string {
  const pattern = parsePattern(prefix.length > 1 && prefix.endsWith("/") ? prefix.slice(0, -1) : prefix, source)
  const texts = pattern.segments.map((segment) => (segment.kind === "static" ? segment.text : undefined))
  if (!texts.includes(undefined)) return prefix === "/" ? "" : `/${texts.join("/")}`
  throw new StartError("pattern-invalid", `The prefix ${JSON.stringify(prefix)} of a mount cannot have parameters.`, [
    source,
  ])
}

/** The path below a mount's prefix, or undefined if the mount does not cover this path. */
export function belowPrefix(prefix: string, sent: string): string | undefined {
  if (prefix === "") return sent
  const path = normalPath(sent)
  if (!path.startsWith(prefix)) return undefined
  if (path.length === prefix.length) return "/"
  return path[prefix.length] === "/" ? path.slice(prefix.length) : undefined
}

/** A path of a request's application as clients have to send it: with the prefixes of all mounts around. */
export function outwardPath(request: HttpRequest, path: string): string {
  if (request instanceof MountedRequest) return request.outward(path)
  return request instanceof RequestWrapper ? outwardPath(request.outer, path) : path
}

/** A request whose path is seen from below a mount. */
export class MountedRequest extends RequestWrapper {
  readonly #path: string
  readonly #prefix: string

  constructor(outer: HttpRequest, path: string, prefix: string) {
    super(outer)
    this.#path = path
    this.#prefix = prefix
  }

  override get path(): string {
    return this.#path
  }

  /** A path of this request as its client has to send it. */
  outward(path: string): string {
    return outwardPath(this.outer, `${this.#prefix}${path}`)
  }
}
