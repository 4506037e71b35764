/** Markup that is sent as it stands. Made by the template and by `unsafeHtml`, never from data. */
export class Html {
  readonly #markup: string

  constructor(markup: string) {
    this.#markup = markup
  }

  toString(): string {
    return this.#markup
  }
}

/** What may stand in a template. Nothing is written for null, undefined and booleans, so `${admin && html`...`}` works. */
export type HtmlValue = string | number | bigint | boolean | null | undefined | Html | readonly HtmlValue[]

/** Calls a string markup. Only for what the program itself has written or a sanitiser has cleaned. */
export function unsafeHtml(markup: string): Html {
  return new Html(markup)
}

const special = /[&<>"']/
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Text in the form that markup and quoted attributes show as it is. */
export function escapeHtml(text: string): string {
  return special.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character]!) : text
}

/**
 * A tagged template that escapes every value but Html, between tags and in quoted attributes. Inside a
 * script, a style or a tag outside of quotes, escaping protects nothing, so there only Html is taken.
 *
 * Escaping does not judge URLs: check that a link from data starts with "https:" or "/".
 * @throws TypeError for data in one of those places, and for values that are no text
 * @example
 * html`<p class="${kind}">${text}</p>`
 */
export function htmlTemplate(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const guarded = guardedHoles(strings)
  let markup = strings[0]!
  for (let i = 0; i < values.length; i++) {
    markup += guarded.has(i) ? markupOnly(values[i]) : render(values[i])
    markup += strings[i + 1]!
  }
  return new Html(markup)
}

function render(value: HtmlValue): string {
  if (typeof value === "string") return escapeHtml(value)
  if (value === null || value === undefined || typeof value === "boolean") return ""
  if (value instanceof Html) return value.toString()
  if (typeof value === "number" || typeof value === "bigint") return String(value)
  if (Array.isArray(value)) return value.map(render).join("")
  throw new TypeError(`A template takes text, numbers, Html and lists of them, not ${typeof value}`)
}

function markupOnly(value: HtmlValue): string {
  const harmless = value instanceof Html || value === null || value === undefined || value === ""
  if (harmless || typeof value === "boolean") return render(value)
  throw new TypeError(
    "A template has data where escaping cannot protect: put quotes around the attribute, or hand data to a script in a data attribute",
  )
}

// Each template's text is one array for the life of the program, so its places are found once.
const known = new WeakMap<TemplateStringsArray, ReadonlySet<number>>()
const hole = "\ue000"
const scripts = /(<(script|style)\b(?:"[^"]*"|'[^']*'|[^'">])*>)([^]*?)(?=<\/\2|$)/gi
const tags = /<\/?[a-z\ue000](?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^'">])*>?/gi
const quotedValues = /=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$))/g

/** Indexes of the values that stand in scripts, styles or tags outside of quotes. */
function guardedHoles(strings: TemplateStringsArray): ReadonlySet<number> {
  let guarded = known.get(strings)
  if (!guarded) {
    guarded = findGuardedHoles(strings)
    known.set(strings, guarded)
  }
  return guarded
}

function findGuardedHoles(strings: TemplateStringsArray): Set<number> {
  const whole = strings.join(hole)
  const guarded = new Set<number>()
  const guard = (start: number, part: string): void => {
    for (let at = part.indexOf(hole); at >= 0; at = part.indexOf(hole, at + 1)) {
      guarded.add(whole.slice(0, start + at).split(hole).length - 1)
    }
  }
  const text = whole.replace(/<!--[^]*?(?:-->|$)/g, blank).replace(scripts, (...match) => {
    const [, open, , content, start] = match as [string, string, string, string, number]
    guard(start + open.length, content)
    return open + blank(content)
  })
  for (const tag of text.matchAll(tags)) guard(tag.index, tag[0].replace(quotedValues, blank))
  return guarded
}

/** Takes everything away but the length, so that places stay what they are. */
function blank(text: string): string {
  return " ".repeat(text.length)
}
