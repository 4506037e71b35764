import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Html, type HtmlValue, escapeHtml, htmlTemplate as markup, unsafeHtml } from "../../src/http/html.ts"

const evil = `<script>alert("1")</script>'&`
const escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"

describe("htmlTemplate", () => {
  it("escapes text and quoted attributes", () => {
    expect(markup`<p title="${evil}" lang='${evil}'>${evil}</p>`.toString()).toBe(
      `<p title="${escaped}" lang='${escaped}'>${escaped}</p>`,
    )
  })

  it("does not escape Html twice, alone or in lists", () => {
    const items = ["a", "<b>"].map((text) => markup`<li>${text}</li>`)
    expect(markup`<ul>${items}${[1, [markup`<hr>`, "&"]]}</ul>`.toString()).toBe(
      "<ul><li>a</li><li>&lt;b&gt;</li>1<hr>&amp;</ul>",
    )
    expect(markup`${unsafeHtml("<b>")}`.toString()).toBe("<b>")
  })

  it("writes nothing for null, undefined and booleans", () => {
    expect(markup`a${null}${undefined}${false}${true}b${0}${0n}${""}`.toString()).toBe("ab00")
  })

  it.each([[{}], [Symbol("x")], [() => "x"], [{ toString: () => "<b>" }]])("refuses %o", (value) => {
    expect(() => markup`<p>${value as unknown as HtmlValue}</p>`).toThrow(TypeError)
  })

  it("is not fooled by data that looks like Html", () => {
    const forged = JSON.parse('{"markup":"<b>","toString":"x"}') as HtmlValue
    expect(() => markup`${forged}`).toThrow(TypeError)
  })

  it.each<[string, (value: HtmlValue) => Html]>([
    ["an attribute without quotes", (value) => markup`<p title=${value}>x</p>`],
    ["an attribute without quotes after one with quotes", (value) => markup`<p id="${1}" title=${value}>x</p>`],
    ["a tag", (value) => markup`<p ${value}>x</p>`],
    ["a tag name", (value) => markup`<${value}>x</p>`],
    ["an attribute name", (value) => markup`<p data-${value}="1">x</p>`],
    ["a script", (value) => markup`<script>let x = "${value}"</script>`],
    ["a script with attributes", (value) => markup`<script type="module">let x = ${value}</script>`],
    ["a style", (value) => markup`<STYLE>p { color: ${value} }</STYLE>`],
    ["a script that is not closed", (value) => markup`<script>${value}`],
    ["a script after a comment", (value) => markup`<!-- ${1} --><script>${value}</script>`],
  ])("refuses data in %s", (_, template) => {
    expect(() => template("x onload=alert(1)")).toThrow("escaping cannot protect")
    expect(() => template(["x"])).toThrow("escaping cannot protect")
    expect(() => template(1)).toThrow("escaping cannot protect")
    expect(template(unsafeHtml("ok")).toString()).toContain("ok")
    expect(template(false).toString()).not.toContain("false")
  })

  it("takes data in places that only look similar", () => {
    expect(markup`<script src="${"/a&b.js"}"></script>${"<x>"}`.toString()).toBe(
      '<script src="/a&amp;b.js"></script>&lt;x&gt;',
    )
    expect(markup`<p>a = ${1} < ${2}</p>`.toString()).toBe("<p>a = 1 < 2</p>")
    expect(markup`<p title = "${"x"}">${"y"}</p>`.toString()).toBe('<p title = "x">y</p>')
    expect(markup`<p title="a > b ${"x"}">${"y"}</p>`.toString()).toBe('<p title="a > b x">y</p>')
    expect(markup`<!-- <p ${"x"} --><p>${"y"}</p>`.toString()).toBe("<!-- <p x --><p>y</p>")
    expect(markup`<!-- ${"-->"} -->`.toString()).toBe("<!-- --&gt; -->")
  })

  it("never lets text open or close anything", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']/)
        expect(escapeHtml(text)).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/)
        expect(markup`<p>${text}</p>`.toString()).toBe(`<p>${escapeHtml(text)}</p>`)
      }),
    )
  })
})
