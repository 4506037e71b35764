import type { App } from "../app/app.ts"
import type { ErrorReport } from "../app/error-answer.ts"
import type { Override } from "../provider/provider.ts"
import { CookieJar } from "./cookie-jar.ts"

/** What `client` can be told beside the application. */
export interface ClientOptions {
  /** Providers replaced for this client; see `override`. */
  readonly overrides?: readonly Override[]
  /**
   * What happens to a test when the application answers 500 or an HTTP error that the endpoint does not declare:
   * the request rejects with the cause (`throw`, the default), or the test gets the answer as a client would.
   */
  readonly failures?: "throw" | "answer"
}

/** What a request of the test client carries beside its method and path. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Appended to the path; lists repeat the key, undefined is left out. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>
  /** Sent as application/json. */
  readonly json?: unknown
  /** Sent as multipart/form-data if it is FormData, else urlencoded. */
  readonly form?: FormData | Readonly<Record<string, string>>
  readonly body?: BodyInit
  readonly signal?: AbortSignal
}

type BodyInit = NonNullable<ConstructorParameters<typeof Response>[0]>

type QueryValue = string | number | bigint | boolean

/** An answer whose JSON a test may look into without declaring its type. */
export interface TestResponse extends Response {
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says by its expectations what it expects
  json<T = any>(): Promise<T>
}

/**
 * Sends requests to an application in memory, without a server. Keeps cookies between them, and says like the browser of
 * a page of the application that they are of the same origin; another `sec-fetch-site` among the headers wins.
 */
export interface Client extends AsyncDisposable {
  readonly cookies: CookieJar
  /** The application that answers: a copy with this client's overrides. */
  readonly app: App
  request(method: string, path: string, options?: RequestOptions): Promise<TestResponse>
  get(path: string, options?: RequestOptions): Promise<TestResponse>
  post(path: string, options?: RequestOptions): Promise<TestResponse>
  put(path: string, options?: RequestOptions): Promise<TestResponse>
  patch(path: string, options?: RequestOptions): Promise<TestResponse>
  delete(path: string, options?: RequestOptions): Promise<TestResponse>
  /** Closes the application. */
  close(): Promise<void>
}

/**
 * A client for tests.
 * @example
 * await using api = client(app, { overrides: [override(currentUser, mina)] })
 * const response = await api.post("/posts", { json: { title: "Hello" } })
 */
export function client(app: App, options: ClientOptions = {}): Client {
  const reports: ErrorReport[] = []
  const own = app.with({ overrides: options.overrides ?? [], report: (report) => void reports.push(report) })
  const cookies = new CookieJar()

  async function request(method: string, path: string, init: RequestOptions = {}): Promise<TestResponse> {
    const url = new URL(path, "http://localhost")
    addQuery(url, init.query ?? {})
    reports.length = 0
    const response = await own.fetch(await toRequest(method, url, init, cookies.header(url.pathname)))
    cookies.take(response, url.pathname)
    // What runs in the background may belong to any request, or to none.
    const report = reports.find(({ kind }) => kind !== "warning" && kind !== "background")
    if (report && options.failures !== "answer") throw unexpected(method, path, report)
    return response as TestResponse
  }

  const close = () => own.close()
  const verb = (method: string) => (path: string, init?: RequestOptions) => request(method, path, init)
  return {
    cookies,
    app: own,
    request,
    get: verb("GET"),
    post: verb("POST"),
    put: verb("PUT"),
    patch: verb("PATCH"),
    delete: verb("DELETE"),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Thrown in tests where the application answered something that it does not declare. The cause is what it threw. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer"
}

function unexpected(method: string, path: string, { kind, error }: ErrorReport): UnexpectedAnswer {
  const what = {
    failure: "failed with a 500",
    undeclared: "answered an HTTP error that the endpoint does not declare; add raises(status, ErrorClass) to it",
    teardown: "answered, and a teardown failed beside it",
    background: "answered, and work in the background failed beside it",
    warning: "answered, and a warning came beside it",
  }[kind]
  return new UnexpectedAnswer(`${method} ${path} ${what}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  })
}

function addQuery(url: URL, query: NonNullable<RequestOptions["query"]>): void {
  for (const [name, value] of Object.entries(query)) {
    for (const item of [value].flat()) if (item !== undefined) url.searchParams.append(name, String(item))
  }
}

/** What a browser says of a request that a page of the same origin makes. */
const pageHeaders = { "sec-fetch-site": "same-origin" }

async function toRequest(method: string, url: URL, init: RequestOptions, cookie: string | undefined): Promise<Request> {
  const headers = new Headers({ ...pageHeaders, ...(cookie ? { cookie } : {}), ...init.headers })
  const body = await bodyOf(init, headers)
  return new Request(url.href, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(init.signal ? { signal: init.signal } : {}),
  })
}

async function bodyOf(init: RequestOptions, headers: Headers): Promise<BodyInit | undefined> {
  if (init.json !== undefined) {
    if (!headers.has("content-type")) headers.set("content-type", "application/json")
    return JSON.stringify(init.json)
  }
  if (init.form instanceof FormData) {
    // As bytes, because a form that is still being written cannot be left unread on every runtime.
    const encoded = new Response(init.form)
    headers.set("content-type", encoded.headers.get("content-type")!)
    return encoded.arrayBuffer()
  }
  return init.form === undefined ? init.body : new URLSearchParams(init.form)
}
