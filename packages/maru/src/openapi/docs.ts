import type { Mount } from "../app/mount.ts"
import type { AppPart, AppView, Extension } from "../app/parts.ts"
import { get } from "../endpoint/endpoint.ts"
import { describe } from "../endpoint/option.ts"
import { type Outcome, defineOutcome } from "../endpoint/outcomes/outcome.ts"
import { request } from "../endpoint/signature.ts"
import { type SourceLine, callerSource } from "../errors/source.ts"
import { Answer } from "../http/answer.ts"
import { HeaderList } from "../http/header-list.ts"
import type { Awaitable, HttpBody, HttpRequest, HttpResponse } from "../http/message.ts"
import { nodeCrypto } from "../runtime/modules.ts"
import { openapiDocument } from "./document.ts"
import type { OpenApiDocument } from "./document-types.ts"
import { checkAssets, findServedFile } from "./pages/asset-files.ts"
import { type Page, pageMarkup, pagePolicy } from "./pages/page.ts"

/** Where the documentation is served. Paths start with "/"; `false` switches a page off. */
export interface DocsOptions {
  /** The OpenAPI document. Default "/openapi.json". */
  readonly document?: string
  /** Swagger UI, where operations can be tried. Default "/docs". */
  readonly ui?: string | false
  /** ReDoc, for reading. Default "/reference". */
  readonly reference?: string | false
  /** Title of the pages. By default that of the application. */
  readonly title?: string
}

/**
 * Documentation that is made from the application's own plans: the OpenAPI document, Swagger UI and ReDoc. All
 * of it is served from this server, so it works without a network.
 *
 * @throws StartError when the application starts: those of `openapiDocument`, and `route-duplicate` where a
 *   path is taken
 * @example
 * const app = new App({ title: "Board", version: "1.0.0" }, [docs(), router("/posts", posts)])
 */
export function docs(options: DocsOptions = {}): Extension {
  const source = callerSource(docs as never)
  return Object.freeze({ kind: "extension", parts: (app: AppView) => docsParts(app, options, source) })
}

/** The paths of an application's documentation, for those who print them. */
export const docsOperations = {
  document: "docs.document",
  ui: "docs.ui",
  reference: "docs.reference",
} as const

function docsParts(app: AppView, options: DocsOptions, source: SourceLine | undefined): AppPart[] {
  const { document: documentPath = "/openapi.json", ui = "/docs", reference = "/reference" } = options
  const document = openapiDocument(app)
  const parts = [endpoint(documentPath, docsOperations.document, source, documentServer(document))]
  const base = ui || reference
  if (base === false) return parts
  checkAssets(source)
  const title = options.title ?? document.info.title
  const serve = pageServer({ document: documentPath, assets: `${base}/assets` }, document)
  if (ui !== false) parts.push(endpoint(ui, docsOperations.ui, source, serve(swaggerUi(title))))
  if (reference !== false) parts.push(endpoint(reference, docsOperations.reference, source, serve(redoc(title))))
  return [...parts, assetServer(`${base}/assets`)]
}

type Serve = (request: HttpRequest) => Awaitable<HttpResponse>

/** Answers that the serving functions make themselves. */
const ready = defineOutcome(
  200,
  { kind: "docs" },
  {},
  undefined,
  () => (value) => value as HttpResponse,
) as unknown as Outcome<200, HttpResponse>

function endpoint(path: string, name: string, source: SourceLine | undefined, serve: Serve): AppPart {
  const options = describe({ name, hidden: true })
  const made = get(path as never, { request }, ready, options, ({ request }) => serve(request))
  return Object.freeze({ ...made, source }) as unknown as AppPart
}

function documentServer(document: OpenApiDocument): Serve {
  const text = JSON.stringify(document)
  const etag = `"${nodeCrypto().createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`
  const headers = ["content-type", "application/json", "etag", etag, "cache-control", "no-cache"]
  return (request) => {
    const known = request.header("if-none-match")?.split(",") ?? []
    const unchanged = known.some((each) => each.trim() === "*" || each.trim().replace(/^W\//, "") === etag)
    return unchanged ? answer(304, headers.slice(2), null) : answer(200, headers, text)
  }
}

function pageServer(places: { readonly document: string; readonly assets: string }, document: OpenApiDocument) {
  const headers = Object.entries({
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy": pagePolicy(document.servers),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
  }).flat()
  return (page: Page): Serve =>
    async (request) =>
      answer(200, headers, await pageMarkup(page, places, request.path))
}

function swaggerUi(title: string): Page {
  return { title, styles: ["swagger-ui.css"], scripts: ["swagger-ui-bundle.js", "swagger-page.js"] }
}

function redoc(title: string): Page {
  return { title: `${title}: reference`, styles: [], scripts: ["redoc.standalone.js", "reference-page.js"] }
}

const forever = "public, max-age=31536000, immutable"

// A mount, since the names of the files are decided when they are first read.
function assetServer(prefix: string): Mount {
  return Object.freeze({ kind: "mount", prefix, prepare: () => serveAsset })
}

async function serveAsset({ method, path }: HttpRequest): Promise<HttpResponse | undefined> {
  const file = method === "GET" || method === "HEAD" ? await findServedFile(path.slice(1)) : undefined
  if (!file) return undefined
  const headers = ["content-type", file.mediaType, "cache-control", forever, "x-content-type-options", "nosniff"]
  return answer(200, headers, file.body)
}

function answer(status: number, headers: readonly string[], body: HttpBody): HttpResponse {
  return new Answer(status, HeaderList.shared(headers), body)
}
