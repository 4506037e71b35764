import { describe, expect, it } from "vitest"
import { App, get, raw, returns } from "../../src/index.ts"
import type { AppPart, ErrorReport } from "../../src/index.ts"
import { currentRequestId, currentTrace, requestId, trustedProxies } from "../../src/middleware.ts"
import { traceContext } from "../../src/middleware/trace-context.ts"
import { plainRequest } from "../app/requests.ts"

const reports: ErrorReport[] = []
const appOf = (...parts: AppPart[]) =>
  new App({ title: "Test", version: "1", report: (report) => void reports.push(report) }, parts)
const ask = (app: App, path = "/", headers: Record<string, string> = {}) =>
  app.fetch(new Request(`http://localhost${path}`, { headers }))
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
const told = get("/", { id: currentRequestId }, raw("text/plain"), ({ id }) => id)
const failing = get("/failing", {}, returns(204), () => {
  throw new Error("boom")
})

describe("the id of a request", () => {
  it("is told by every answer, and known to handlers", async () => {
    const app = appOf(requestId(), told)
    const response = await ask(app)
    expect(response.headers.get("x-request-id")).toMatch(uuid)
    expect(await response.text()).toBe(response.headers.get("x-request-id"))
    expect((await ask(app, "/nowhere")).headers.get("x-request-id")).toMatch(uuid)
  })

  it("is that of the 500 and of its report", async () => {
    reports.length = 0
    const response = await ask(appOf(requestId(), trustedProxies(["loopback"]), failing), "/failing")
    const id = response.headers.get("x-request-id")
    expect(await response.json()).toMatchObject({ status: 500, id })
    expect(reports).toMatchObject([{ kind: "failure", id }])
  })

  it("is the client's only where that is accepted, and an id", async () => {
    const sent = { "x-request-id": "abc-123" }
    expect(await (await ask(appOf(requestId(), told), "/", sent)).text()).toMatch(uuid)
    const accepting = appOf(requestId({ accept: true }), told)
    expect(await (await ask(accepting, "/", sent)).text()).toBe("abc-123")
    for (const bad of ["a b", "<script>", "x".repeat(129), "a,b", ""]) {
      expect(await (await ask(accepting, "/", { "x-request-id": bad })).text()).toMatch(uuid)
    }
  })

  it("is the same however the request is wrapped, and there without the middleware", async () => {
    const app = appOf(trustedProxies(["10.0.0.0/8"]), requestId({ header: "X-Id" }), told)
    const request = { ...plainRequest("GET", "/", { "x-forwarded-for": "1.1.1.1" }), remoteAddress: "10.0.0.1" }
    const answer = await app.handle(request)
    expect(answer.headers.get("x-id")).toBe(answer.body)
    expect(await (await ask(appOf(told))).text()).toMatch(uuid)
  })
})

describe("a trace", () => {
  const [traceId, parentId] = ["4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"]

  it("goes on with a part of its own", () => {
    const trace = traceContext(`00-${traceId}-${parentId}-01`, "a=1")
    expect(trace).toMatchObject({ traceId, parentId, sampled: true, tracestate: "a=1" })
    expect(trace.traceparent).toBe(`00-${traceId}-${trace.spanId}-01`)
    expect(trace.spanId).toMatch(/^[\da-f]{16}$/)
    expect(trace.spanId).not.toBe(parentId)
    expect(traceContext(`cc-${traceId}-${parentId}-00-later`, undefined)).toMatchObject({ traceId, sampled: false })
  })

  it.each([
    undefined,
    "",
    `00-${traceId}-${parentId}`,
    `00-${traceId}-${parentId}-01-more`,
    `ff-${traceId}-${parentId}-01`,
    `00-${"0".repeat(32)}-${parentId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${parentId}-01`,
  ])("begins here for %j", (header) => {
    const trace = traceContext(header, "a=1")
    expect(trace).toMatchObject({ parentId: undefined, sampled: false, tracestate: undefined })
    expect(trace.traceId).not.toBe(traceId)
    expect(trace.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/)
  })

  it("is one for all who ask", async () => {
    const both = get(
      "/",
      { a: currentTrace, b: currentTrace },
      raw("text/plain"),
      ({ a, b }) => `${a === b} ${a.traceId}`,
    )
    const headers = { traceparent: `00-${traceId}-${parentId}-01` }
    expect(await (await ask(appOf(both), "/", headers)).text()).toBe(`true ${traceId}`)
  })
})
