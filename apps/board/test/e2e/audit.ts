import type { Page } from "playwright-core"

/**
 * What a view must always fulfil, whatever it shows. Looks at the document that is open and says what is wrong:
 * one heading of the first level and no level skipped, landmarks, unique ids, labels and names, references that lead
 * somewhere, targets that a finger hits, text that can be read (WCAG 2.2: 1.4.3, 2.5.8), and nothing inline that a
 * strict content security policy forbids.
 */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  return page.locator("html").evaluate(inspect)
}

/** Runs in the page, so it can use nothing from outside itself. */
function inspect(root: any): string[] {
  const document = root.ownerDocument
  const window = document.defaultView
  const faults: string[] = []
  const all = (selector: string): any[] => [...document.querySelectorAll(selector)]
  const shown = all("body *").filter((element) => element.checkVisibility({ visibilityProperty: true }))
  const called = (element: any): string => `${element.localName}.${element.getAttribute("class") ?? ""}`

  structure()
  names()
  targets()
  contrast()
  return faults

  function structure(): void {
    if (all("h1").length !== 1) faults.push(`${all("h1").length} headings of level 1`)
    let level = 0
    for (const heading of all("h1, h2, h3, h4, h5, h6")) {
      const next = Number(heading.localName[1])
      if (next > level + 1) faults.push(`heading level ${next} after ${level}: ${heading.textContent}`)
      level = next
    }
    for (const landmark of ["body header.header", "main", "footer.floor"]) {
      if (all(landmark).length !== 1) faults.push(`${all(landmark).length} of ${landmark}`)
    }
    if (!/^(en|ko)$/.test(root.lang)) faults.push(`lang is "${root.lang}"`)
    if (!document.title) faults.push("no title")
    const ids = all("[id]").map((element) => element.id)
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id ${id} more than once`)
    for (const element of all("[style], script:not([src]), style")) faults.push(`inline: ${called(element)}`)
    for (const element of all("[tabindex]")) if (element.tabIndex > 0) faults.push(`tabindex: ${called(element)}`)
    if (root.scrollWidth > window.innerWidth) faults.push(`${root.scrollWidth} wide in ${window.innerWidth}`)
  }

  function names(): void {
    for (const input of all("input, textarea, select")) {
      if (input.labels.length === 0 && !input.ariaLabel) faults.push(`no label: ${input.name}`)
    }
    for (const element of all("a, button, [role=button]")) {
      if (!(element.ariaLabel || element.innerText.trim())) faults.push(`no name: ${called(element)}`)
    }
    for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for"]) {
      for (const element of all(`[${attribute}]`)) {
        for (const id of element.getAttribute(attribute).split(/\s+/)) {
          if (!document.getElementById(id)) faults.push(`${attribute} of ${called(element)} leads to no ${id}`)
        }
      }
    }
    for (const image of all("svg")) if (image.ariaHidden !== "true") faults.push(`image: ${called(image)}`)
  }

  /** Links inside a sentence are as high as their line: they may be smaller. */
  function targets(): void {
    for (const element of all("button, a, input, textarea")) {
      const box = element.getBoundingClientRect()
      const style = window.getComputedStyle(element)
      if (!shown.includes(element) || style.display === "inline" || box.width <= 1) continue
      if (Math.min(box.width, box.height) < 24) faults.push(`small: ${called(element)} ${box.width}x${box.height}`)
    }
  }

  function contrast(): void {
    const seen = new Set<string>()
    for (const element of shown) {
      const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "")
      const box = element.getBoundingClientRect()
      if (!speaks || element.closest(".hidden") || box.width <= 1 || element.closest("title, noscript")) continue
      const style = window.getComputedStyle(element)
      const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700)
      const ratio = ratioOf(rgba(style.color), groundOf(element))
      const text = `${called(element)} ${style.color}: contrast ${ratio.toFixed(2)}`
      if (ratio < (large ? 3 : 4.5) && !seen.has(text)) faults.push(text)
      seen.add(text)
    }
  }

  function groundOf(element: any): number[] {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(window.getComputedStyle(at).backgroundColor)
      if (colour[3] === 1) return colour
      if (colour[3] !== 0) faults.push(`half-transparent ground: ${called(at)}`)
    }
    return [255, 255, 255, 1]
  }

  function rgba(colour: string): number[] {
    const parts = colour.match(/[\d.]+/g)?.map(Number) ?? []
    if (!/^rgba?\(/.test(colour) || parts.length < 3) faults.push(`colour that cannot be read: ${colour}`)
    return parts.length === 3 ? [...parts, 1] : parts
  }

  function ratioOf(one: number[], other: number[]): number {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
    return (light + 0.05) / (dark + 0.05)
  }

  /** WCAG's relative luminance. */
  function luminance(colour: number[]): number {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
}
