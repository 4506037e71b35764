import { describe, expect, it } from "vitest"
import { InvalidHeader } from "../../src/http/header-list.ts"
import { HttpError, Unauthorized, httpError } from "../../src/http/http-error.ts"
import { errorResponse, problemResponse, toProblem } from "../../src/http/problem.ts"
import { isNullBodyStatus, statusPhrase } from "../../src/http/status.ts"

describe("problemResponse", () => {
  it("has the registered members and a title from the status", () => {
    const response = problemResponse({ status: 404, code: "not-found", detail: "There is nothing here." })
    expect(response.status).toBe(404)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(JSON.parse(response.body)).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "There is nothing here.",
      code: "not-found",
    })
  })

  it("leaves out what is absent", () => {
    expect(toProblem({ status: 500, code: "internal-error", detail: "" })).toEqual({
      type: "about:blank",
      title: "Internal Server Error",
      status: 500,
      code: "internal-error",
    })
  })

  it("carries extensions that do not replace registered members", () => {
    const problem = toProblem({
      status: 422,
      code: "invalid-request",
      type: "https://board.example/problems/invalid",
      title: "Invalid",
      instance: "/requests/7",
      extensions: { faults: [1], status: 200, code: "x", detail: "y" },
    })
    expect(problem).toEqual({
      type: "https://board.example/problems/invalid",
      title: "Invalid",
      status: 422,
      instance: "/requests/7",
      code: "invalid-request",
      faults: [1],
    })
  })

  it("answers an HttpError with its headers", () => {
    const response = errorResponse(new Unauthorized(undefined, "Bearer"), { faults: [] })
    expect(response.status).toBe(401)
    expect(response.headers.get("www-authenticate")).toBe("Bearer")
    expect(JSON.parse(response.body)).toMatchObject({
      code: "not-authenticated",
      detail: "Authentication is needed.",
      faults: [],
    })
    expect(JSON.parse(errorResponse(httpError("not-acceptable")).body)).toEqual({
      type: "about:blank",
      title: "Not Acceptable",
      status: 406,
      code: "not-acceptable",
    })
  })

  it("keeps its content type and refuses hostile headers", () => {
    expect(
      problemResponse({ status: 400, code: "x" }, { "Content-Type": "text/html" }).headers.getAll("content-type"),
    ).toEqual(["application/problem+json"])
    expect(() => errorResponse(new HttpError(400, "x", "y", { "x-a": "a\r\nb" }))).toThrow(InvalidHeader)
  })
})

describe("statusPhrase", () => {
  it.each([
    [200, "OK"],
    [413, "Content Too Large"],
    [422, "Unprocessable Content"],
    [499, "Client Error"],
    [599, "Server Error"],
    [999, ""],
  ])("names %i", (status, phrase) => {
    expect(statusPhrase(status)).toBe(phrase)
  })

  it("knows which answers have no content", () => {
    expect([100, 103, 200, 204, 205, 206, 301, 304, 404].filter(isNullBodyStatus)).toEqual([100, 103, 204, 205, 304])
  })
})
