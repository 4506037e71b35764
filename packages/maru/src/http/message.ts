import type { HeaderList } from "./header-list.ts"

/**
 * A request as the application sees it. Each server adapter implements it over what its runtime has
 * at hand, so that nothing is built that nobody reads.
 */
export interface HttpRequest {
  /** Upper-case method. */
  readonly method: string
  /** Path as sent: percent-encoded, starting with "/", without the query. */
  readonly path: string
  /** Query as sent, without the "?"; empty when there is none. */
  readonly search: string
  readonly scheme: "http" | "https"
  /** The checked Host (or absolute-form authority), with its port if one was sent. */
  readonly host: string
  /** Address of the peer, undefined in memory. */
  readonly remoteAddress: string | undefined
  /** Aborted when the client goes away or a deadline passes. Made when first read. */
  readonly signal: AbortSignal
  /** Value of a header, several of one name joined by ", ". @param name in lower case */
  header(name: string): string | undefined
  /** All headers, names in lower case. */
  headers(): Iterable<readonly [name: string, value: string]>
  /**
   * The whole body as bytes; empty when there is none. May be called once, and not beside `stream`.
   * @param limit bytes; more throw HttpError `content-too-large` (413)
   */
  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>>
  /**
   * The whole body as text. Throws HttpError `invalid-encoding` (400) where it is not UTF-8;
   * a leading byte order mark is dropped.
   * @param limit bytes; more throw HttpError `content-too-large` (413)
   */
  text(limit: number): Promise<string>
  /** The body piece by piece, uncounted; undefined when there is none. */
  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined
}

/** A part of a file on disk, sent by the fastest way the runtime has. Bytes from start, end excluded. */
export interface FileBody {
  readonly file: string
  readonly start: number
  readonly end: number
}

/**
 * What can be sent. An iterable is pulled only as fast as the client reads; its `return` is called
 * when the client goes away.
 */
export type HttpBody = string | Uint8Array | FileBody | AsyncIterable<Uint8Array | string> | null

/** An answer before any runtime has seen it. A body of null has no content. */
export interface HttpResponse {
  status: number
  readonly headers: HeaderList
  body: HttpBody
}

/** A value, or a promise of it. What is there at once is never waited for. */
export type Awaitable<T> = T | Promise<T>

/** The door between a server and an application (what ASGI is for Python): one function. */
export type HttpHandler = (request: HttpRequest) => Awaitable<HttpResponse>
