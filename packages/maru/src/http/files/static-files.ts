import { join } from "node:path"
import { StartError } from "../../errors/start-error.ts"
import { nodeFs } from "../../runtime/modules.ts"
import { Answer } from "../answer.ts"
import { HeaderList } from "../header-list.ts"
import { negotiateEncoding } from "../media-type.ts"
import type { HttpRequest, HttpResponse } from "../message.ts"
import { contentTypeOf, isCompressible, knownContentType } from "./content-type.ts"
import { type FileInfo, answerFile, inspectFile } from "./file-response.ts"
import { Folder, fileSegments } from "./folder.ts"

export interface StaticFilesOptions {
  /**
   * File below the root, such as "index.html", that answers a browser's navigation to a path without a
   * file: the page of an application that has its own routes. Scripts, images and API calls still get 404.
   */
  readonly fallback?: string
  /** Files whose path below the root, such as "/assets/app-B1x9.js", matches never change and are cached for a year. */
  readonly immutable?: RegExp
  /** Cache-Control of all other files. Default "no-cache": kept, and checked by ETag before each use. */
  readonly cacheControl?: string
  /** Send the `.br` or `.gz` file beside a file to clients that take it. Default true. */
  readonly precompressed?: boolean
}

/** Answers a GET or HEAD below a prefix, undefined when there is nothing at the path. */
export type StaticFiles = (request: HttpRequest, pathBelowPrefix: string) => Promise<HttpResponse | undefined>

const extensions: Readonly<Record<string, string>> = { br: ".br", gzip: ".gz" }

/**
 * Serves the files of a folder. A directory answers with its `index.html`. Names that start with a dot
 * (but `.well-known`) and links that lead out of the folder are not served.
 *
 * The answering function throws HttpError `invalid-encoding` (400), `precondition-failed` (412) and
 * `range-not-satisfiable` (416).
 * @param root absolute, or relative to the working directory
 * @throws StartError `file-missing` when the folder or the fallback does not exist
 */
export function staticFiles(root: string, options: StaticFilesOptions = {}): StaticFiles {
  const folder = new Folder(existing(root))
  const { fallback } = options
  if (fallback !== undefined) existing(join(root, fallback))
  return async (request, pathBelowPrefix) => {
    if (request.method !== "GET" && request.method !== "HEAD") return undefined
    const segments = fileSegments(pathBelowPrefix)
    if (!segments) return undefined
    const path = await folder.resolve(segments)
    const answer = path === undefined ? undefined : await answerPath(request, folder, path, pathBelowPrefix, options)
    if (answer || fallback === undefined || !isNavigation(request, pathBelowPrefix)) return answer
    return sendFile(request, folder, join(folder.root, fallback), options)
  }
}

function existing(path: string): string {
  try {
    return nodeFs().realpathSync(path)
  } catch {
    throw new StartError(
      "file-missing",
      `${JSON.stringify(path)} is to be served but does not exist. Build it, or correct the path.`,
    )
  }
}

async function answerPath(
  request: HttpRequest,
  folder: Folder,
  path: string,
  pathBelowPrefix: string,
  options: StaticFilesOptions,
): Promise<HttpResponse | undefined> {
  const asFolder = pathBelowPrefix === "" || pathBelowPrefix.endsWith("/")
  const answer = asFolder ? undefined : await sendFile(request, folder, path, options)
  if (answer) return answer
  const index = await folder.real(join(path, "index.html"))
  if (index === undefined) return undefined
  if (asFolder) return sendFile(request, folder, index, options)
  // Relative, because the prefix is not known here: links in the page count from its slash.
  const last = pathBelowPrefix.slice(pathBelowPrefix.lastIndexOf("/") + 1)
  const query = request.search === "" ? "" : `?${request.search}`
  return new Answer(307, HeaderList.from([["location", `./${last}/${query}`]]), null)
}

async function sendFile(
  request: HttpRequest,
  folder: Folder,
  path: string,
  options: StaticFilesOptions,
): Promise<HttpResponse | undefined> {
  const file = await inspectFile(path)
  if (!file) return undefined
  const contentType = contentTypeOf(path)
  const cacheControl = cacheControlOf(`/${folder.below(path).join("/")}`, options)
  const variants = (options.precompressed ?? true) && isCompressible(contentType)
  if (!variants) return answerFile(request, file, { contentType, cacheControl })
  const compressed = await findCompressed(request, folder, path)
  const headers = { vary: "accept-encoding", ...(compressed && { "content-encoding": compressed.coding }) }
  return answerFile(request, compressed?.file ?? file, { contentType, cacheControl, headers })
}

function cacheControlOf(publicPath: string, { immutable, cacheControl }: StaticFilesOptions): string {
  const unchanging = immutable !== undefined && publicPath.search(immutable) >= 0
  return unchanging ? "public, max-age=31536000, immutable" : (cacheControl ?? "no-cache")
}

/** The compressed sibling of a file that the client likes best. */
async function findCompressed(
  request: HttpRequest,
  folder: Folder,
  path: string,
): Promise<{ readonly file: FileInfo; readonly coding: string } | undefined> {
  const accept = request.header("accept-encoding")
  let offers = ["br", "gzip"]
  for (let coding = negotiateEncoding(accept, offers); coding; coding = negotiateEncoding(accept, offers)) {
    const sibling = await folder.real(path + extensions[coding]!)
    const file = sibling === undefined ? undefined : await inspectFile(sibling)
    if (file) return { file, coding }
    const missing = coding
    offers = offers.filter((offer) => offer !== missing)
  }
  return undefined
}

/** Whether a browser wants a page: it says so itself, and the path does not name a file of another type. */
function isNavigation(request: HttpRequest, path: string): boolean {
  const mode = request.header("sec-fetch-mode")
  if (mode !== undefined && mode !== "navigate") return false
  const type = knownContentType(path)
  if (type !== undefined && !type.startsWith("text/html")) return false
  return /(?:^|[,\s])text\/html(?:[;,\s]|$)/i.test(request.header("accept") ?? "")
}
