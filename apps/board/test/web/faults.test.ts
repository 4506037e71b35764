import { describe, expect, it } from "vitest"
import { type Fault, Problem, asProblem, problemFrom } from "../../web/src/api/problem.ts"
import { faultText, formFaults, problemText } from "../../web/src/forms/faults.ts"
import { en } from "../../web/src/language/en.ts"
import { ko } from "../../web/src/language/ko.ts"

const names = ["email", "nickname", "password"]

function fault(parts: Partial<Fault>): Fault {
  return { in: "body", name: "", pointer: "", code: "", expected: "", received: "string", message: "", ...parts }
}

describe("formFaults", () => {
  it("puts every fault beside its field, and what has no field above the form", () => {
    const problem = new Problem(422, "invalid-request", "", [
      fault({ pointer: "/email", code: "invalid_format", expected: "e-mail address" }),
      fault({ pointer: "/password", code: "too_small", expected: "string with at least 8 characters" }),
      fault({ pointer: "/captcha", code: "custom", message: "Solve the riddle." }),
    ])
    expect(formFaults(problem, names, ko)).toEqual({
      fields: { email: [ko.faults.email], password: [ko.faults.atLeast(8)] },
      form: ["Solve the riddle."],
    })
  })

  it("puts what is wrong inside a list beside the list, each sentence once", () => {
    const tooLong = { code: "too_big", expected: "string with at most 30 characters" }
    const problem = new Problem(422, "invalid-request", "", [
      fault({ pointer: "/tags/0", ...tooLong }),
      fault({ pointer: "/tags/3", ...tooLong }),
    ])
    expect(formFaults(problem, ["tags"], en).fields).toEqual({ tags: [en.faults.atMost(30)] })
  })

  it("knows which field a duplicate belongs to", () => {
    expect(formFaults(new Problem(409, "nickname-taken", "taken"), names, en)).toEqual({
      fields: { nickname: [en.faults.taken.nickname] },
      form: [],
    })
  })

  it("says a problem without faults above the form", () => {
    expect(formFaults(new Problem(0, "network"), names, en)).toEqual({ fields: {}, form: [en.problems.network] })
  })
})

describe("faultText", () => {
  it.each([
    [{ code: "missing", received: "nothing", expected: "string" }, en.faults.required],
    [{ code: "too_small", expected: "string with at least 1 character" }, en.faults.required],
    [{ code: "too_small", expected: "string with at least 2 characters" }, en.faults.atLeast(2)],
    [{ code: "too_big", expected: "array with at most 5 items", received: "array" }, en.faults.atMostItems(5)],
    [{ code: "too_small", expected: "integer of at least 3", message: "No less than 3." }, "No less than 3."],
    [{ code: "invalid_format", expected: "url", message: "Not a URL." }, "Not a URL."],
    [{ code: "of-the-future", message: "The server knows." }, "The server knows."],
    [{ code: "of-the-future" }, en.problems.unknown],
  ])("%o", (parts, text) => {
    expect(faultText(fault(parts), en)).toBe(text)
  })
})

describe("problemText", () => {
  it.each([
    [new Problem(0, "timeout"), en.problems.timeout],
    [new Problem(401, "session-expired"), en.problems["not-authenticated"]],
    [new Problem(404, "post-not-found"), en.problems["not-found"]],
    [new Problem(429, "rate-limited"), en.problems["too-many"]],
    [new Problem(500, "internal-error", "Something went wrong."), en.problems.server],
    [new Problem(418, "teapot", "Short and stout."), "Short and stout."],
    [new Problem(418, "constructor"), en.problems.unknown],
  ])("%o", (problem, text) => {
    expect(problemText(problem, en)).toBe(text)
  })
})

describe("problemFrom", () => {
  it("reads problem+json, and trusts no member to be what it should", () => {
    const problem = problemFrom(422, {
      code: "invalid-request",
      title: "T",
      errors: [{ pointer: "/a", code: 7 }, null],
    })
    expect(problem).toMatchObject({ status: 422, code: "invalid-request", message: "T" })
    expect(problem.faults).toEqual([fault({ in: "", pointer: "/a", received: "" }), fault({ in: "", received: "" })])
  })

  it("makes a problem of an answer that is none", () => {
    expect(problemFrom(502, undefined)).toMatchObject({ status: 502, code: "", faults: [] })
  })
})

describe("asProblem", () => {
  it("tells a time-out from a broken line", () => {
    expect(asProblem(new DOMException("late", "TimeoutError")).code).toBe("timeout")
    expect(asProblem(new TypeError("fetch failed")).code).toBe("network")
  })
})
