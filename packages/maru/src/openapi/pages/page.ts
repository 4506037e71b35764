import { type Html, htmlTemplate as html } from "../../http/html.ts"
import { servedFile, type ServedName } from "./asset-files.ts"

/** Where the parts of a page are, as paths of the application. */
export interface PagePlaces {
  readonly document: string
  readonly assets: string
}

/** One of the documentation pages. */
export interface Page {
  readonly title: string
  readonly styles: readonly ServedName[]
  readonly scripts: readonly ServedName[]
}

/**
 * The markup of a page. All links are relative to the path that it was asked for by, so that they hold below a
 * mount or behind a proxy that takes a prefix away.
 */
export async function pageMarkup(page: Page, places: PagePlaces, path: string): Promise<string> {
  const root = "../".repeat(path.split("/").length - 2) || "./"
  const relative = (target: string): string => root + target.slice(1)
  const link = async (name: ServedName): Promise<string> =>
    relative(`${places.assets}/${(await servedFile(name)).name}`)
  const styles = await Promise.all(page.styles.map(link))
  const scripts = await Promise.all(page.scripts.map(link))
  const markup: Html = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="data:," />
        ${styles.map((href) => html`<link rel="stylesheet" href="${href}" /> `)}
      </head>
      <body style="margin: 0">
        <main data-document="${relative(places.document)}" data-root="${root}">
          <noscript
            >This page needs JavaScript. The document itself is at
            <a href="${relative(places.document)}">${places.document}</a>.</noscript
          >
        </main>
        ${scripts.map((src) => html`<script src="${src}"></script> `)}
      </body>
    </html> `
  return markup.toString()
}

/**
 * What a page may load: its own files and nothing from elsewhere. Both pages style their elements by script, and
 * ReDoc searches in a worker made of a blob.
 *
 * @param servers URLs of the document, which "Try it out" has to reach
 */
export function pagePolicy(servers: readonly { readonly url: string }[]): string {
  const origins = servers.flatMap(({ url }) => (URL.canParse(url) ? [new URL(url).origin] : []))
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...new Set(origins)].join(" "),
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ")
}
