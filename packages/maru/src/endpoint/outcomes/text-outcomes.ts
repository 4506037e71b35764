import { type SourceLine, callerSource } from "../../errors/source.ts"
import { Answer } from "../../http/answer.ts"
import { HeaderList } from "../../http/header-list.ts"
import { Html, type HtmlValue, htmlTemplate } from "../../http/html.ts"
import { misfit } from "./handler-result.ts"
import { type Outcome, type OutcomeOptions, type Responder, defineOutcome } from "./outcome.ts"

const htmlHeaders: readonly string[] = Object.freeze(["content-type", "text/html; charset=utf-8"])

type HtmlFunction = {
  /** A template that escapes every value: html`<p>${text}</p>`. */
  (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html
  /** An outcome of HTML, which takes what the template makes. */
  <const S extends number = 200>(status?: S, options?: OutcomeOptions): Outcome<S, Html>
}

/**
 * HTML, both ways: as a template it escapes every value that is not HTML itself; called with a status it is the
 * outcome that such a template is returned to. Plain strings are not accepted, so nothing unescaped leaves.
 *
 * @example
 * get("/hello/:name", { name: path(z.string()) }, html(), ({ name }) => html`<h1>Hello ${name}</h1>`)
 */
export const html: HtmlFunction = ((first?: TemplateStringsArray | number, ...rest: readonly unknown[]) =>
  isTemplate(first)
    ? htmlTemplate(first, ...(rest as HtmlValue[]))
    : htmlOutcome(first ?? 200, rest[0] as OutcomeOptions | undefined, callerSource(html as never))) as never

function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && "raw" in value
}

function htmlOutcome(status: number, options: OutcomeOptions = {}, source: SourceLine | undefined): unknown {
  const responder: Responder = (value) => new Answer(status, HeaderList.shared(htmlHeaders), htmlText(value))
  const parts = { kind: "html", mediaType: "text/html" }
  return defineOutcome(status, parts, options, source, () => responder)
}

function htmlText(value: unknown): string {
  if (value instanceof Html) return value.toString()
  throw misfit("An html() outcome", "what the html`…` template makes (a plain string would not be escaped)", value)
}

/**
 * Sends the client elsewhere. The value is the URL.
 *
 * @param status 303 (default: see other, by GET), 301, 302, 307 or 308
 * @example
 * const moved = redirect(308)
 * get("/old", {}, moved, () => "/new")
 */
export function redirect<const S extends 301 | 302 | 303 | 307 | 308 = 303>(
  status?: S,
  options: OutcomeOptions = {},
): Outcome<S, string> {
  const code = status ?? 303
  const responder: Responder = (value) => new Answer(code, HeaderList.from([["location", locationOf(value)]]), null)
  const documented = { headers: { location: "Where to go" }, ...options }
  return defineOutcome(
    code,
    { kind: "redirect" },
    documented,
    callerSource(redirect as never),
    () => responder,
  ) as never
}

// What is not ASCII is percent-encoded; what is encoded already stays as it is.
function locationOf(value: unknown): string {
  if (typeof value !== "string" && !(value instanceof URL))
    throw misfit("A redirect() outcome", "a URL to go to", value)
  return encodeURI(String(value)).replace(/%25([0-9A-Fa-f]{2})/g, "%$1")
}

/**
 * Text or bytes of a media type of your choice, sent as they are.
 *
 * @param mediaType such as "text/plain; charset=utf-8"; default "application/octet-stream"
 */
export function raw<const S extends number = 200>(
  mediaType = "application/octet-stream",
  options: OutcomeOptions & { readonly status?: S } = {},
): Outcome<S, string | Uint8Array> {
  const status = options.status ?? 200
  const headers = Object.freeze(["content-type", mediaType])
  const responder: Responder = (value) => new Answer(status, HeaderList.shared(headers), content(value))
  return defineOutcome(
    status,
    { kind: "raw", mediaType },
    options,
    callerSource(raw as never),
    () => responder,
  ) as never
}

function content(value: unknown): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value
  throw misfit("A raw() outcome", "a string or a Uint8Array", value)
}
