import { assert, property, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { listElements } from "../../src/http/list-field.ts"

describe("listElements", () => {
  it.each([
    ["", []],
    ["a", ["a"]],
    ["a,b", ["a", "b"]],
    [" a ,\tb ", ["a", "b"]],
    [", a,, b,", ["a", "b"]],
    ['"a,b", c', ['"a,b"', "c"]],
    ['"a\\",b", c', ['"a\\",b"', "c"]],
    ['"open, c', ['"open, c']],
    ['W/"1,2", "3"', ['W/"1,2"', '"3"']],
  ])("%j is %j", (value, elements) => {
    expect(listElements(value)).toEqual(elements)
  })

  it("gives back what was joined", () => {
    assert(
      property(string(), (text) => {
        const elements = listElements(text)
        return elements.every((each) => each !== "" && each.trim() === each) && text.includes(elements[0] ?? "")
      }),
    )
  })
})
