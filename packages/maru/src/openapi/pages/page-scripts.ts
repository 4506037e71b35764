// What runs in the browser. Each page has one element that says where the document is and where the application's
// root is, both relative to the page, so that the pages work below any prefix.

const load = `
  const place = document.querySelector("[data-document]")
  const from = (relative) => new URL(relative, location.href)
  const fail = (error) => {
    place.setAttribute("role", "alert")
    place.textContent = "The OpenAPI document could not be shown: " + error.message
  }
  async function load() {
    const url = from(place.dataset.document)
    const response = await fetch(url)
    if (!response.ok) throw new Error(url.pathname + " answered " + response.status)
    const description = await response.json()
    const root = from(place.dataset.root).pathname.replace(/\\/$/, "")
    const { servers } = description
    if (root !== "" && servers.length === 1 && servers[0].url === "/") servers[0].url = root
    return description
  }
`

/** Scripts of the two pages, as files because the pages allow no script inside them. */
export const pageScripts: Readonly<Record<"swagger-page.js" | "reference-page.js", string>> = {
  "swagger-page.js": `{${load}
  load().then((spec) => {
    SwaggerUIBundle({
      spec,
      domNode: place,
      deepLinking: true,
      displayRequestDuration: true,
      filter: true,
      validatorUrl: null,
      presets: [SwaggerUIBundle.presets.apis],
    })
  }).catch(fail)
}
`,
  "reference-page.js": `{${load}
  load().then((spec) => Redoc.init(spec, { nativeScrollbars: true, minCharacterLengthToInitSearch: 2 }, place)).catch(fail)
}
`,
}
