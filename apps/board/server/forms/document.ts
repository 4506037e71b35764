import { existsSync, readFileSync } from "node:fs"
import { type Html, html, unsafeHtml } from "maru"
import type { Said } from "./said.ts"

let links: Html | undefined

/** Stylesheet and icon of the built page: their names have hashes, so they are read from there; none before it is built. */
function builtLinks(): Html {
  if (links) return links
  const built = new URL("../../web/dist/index.html", import.meta.url)
  const page = existsSync(built) ? readFileSync(built, "utf8") : ""
  return (links = unsafeHtml((page.match(/<link rel="(?:stylesheet|icon)"[^>]*>/g) ?? []).join("\n")))
}

/** A whole document around a view, which works without any script. */
export function documentOf({ language, texts }: Said, title: string, view: Html): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${texts.site}</title>
        ${builtLinks()}
      </head>
      <body>
        <div id="board">
          <header class="header">
            <a class="brand" href="/">${texts.site}</a>
          </header>
          <main>
            <div class="sheet sheet-narrow">
              <h1>${title}</h1>
              ${view}
            </div>
          </main>
          <footer class="floor">
            <div class="floor-text"><p>${texts.footer.about}</p></div>
          </footer>
        </div>
      </body>
    </html>`
}
