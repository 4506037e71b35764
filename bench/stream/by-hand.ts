import { securityHeaders } from "../http/raw-headers.ts"
import { newsOf } from "./feed.ts"

/** The head that Maru sends. */
export const headers = {
  "content-type": "text/event-stream",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  ...securityHeaders,
}

/** One event, as it goes over the wire. */
export function eventText(client: number, number: number): string {
  return `event: news\nid: ${number}\ndata: ${JSON.stringify(newsOf(client, number))}\n\n`
}

/** What a request asks for, undefined when it asks for something else. */
export function readRequest(url: string): { readonly client: number; readonly count: number } | undefined {
  const match = /\/news\?client=(\d+)&count=(\d+)$/.exec(url)
  return match ? { client: Number(match[1]), count: Number(match[2]) } : undefined
}

export const newsPath = (client: number, count: number): string => `/news?client=${client}&count=${count}`

/** All events of an answer, for the check before anything is timed. */
export function newsText(client: number, count: number): string {
  return Array.from({ length: count }, (_, place) => eventText(client, place + 1)).join("")
}
