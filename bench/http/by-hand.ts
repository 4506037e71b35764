// The work of a framework, done by hand for the raw programs: coercion, validation, picking the declared fields.
// Written for speed, as someone would who needs no framework: this is the limit that the others are measured against.
import {
  type Item,
  type OfferQuery,
  type Person,
  addPerson,
  beginWork,
  closeLine,
  emailPattern,
  endWork,
  findMember,
  findOffer,
  findTopic,
  layerNames,
  openLine,
  reportFor,
  rightsOf,
  zipPattern,
} from "./domain.ts"

/** What is wrong with an input: place and reason. */
export type Faults = string[]

const integer = /^-?(?:0|[1-9]\d*)$/
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** One value of a query string, undefined if it is not there. */
function queryValue(search: string, name: string): string | undefined {
  for (let start = 0; start < search.length;) {
    let end = search.indexOf("&", start)
    if (end < 0) end = search.length
    if (search.startsWith(name, start) && search.charCodeAt(start + name.length) === 61) {
      const value = search.slice(start + name.length + 1, end)
      return /[%+]/.test(value) ? decodeURIComponent(value.replaceAll("+", " ")) : value
    }
    start = end + 1
  }
  return undefined
}

/** @param search query without the "?" */
export function readOffer(shop: string, item: string, search: string, faults: Faults): OfferQuery {
  const limit = queryValue(search, "limit")
  const maxPrice = queryValue(search, "maxPrice")
  const available = queryValue(search, "available")
  const offer = { shop, item: +item, limit: Number(limit), maxPrice: Number(maxPrice), available: available === "true" }
  if (!integer.test(item)) faults.push("path item: integer expected")
  if (limit === undefined || !integer.test(limit) || offer.limit < 1 || offer.limit > 100)
    faults.push("query limit: 1 to 100")
  if (maxPrice === undefined || !decimal.test(maxPrice) || offer.maxPrice < 0) faults.push("query maxPrice: 0 or more")
  if (available !== "true" && available !== "false") faults.push("query available: boolean expected")
  return offer
}

/** @param body parsed JSON */
export function readPerson(body: unknown, faults: Faults): Person {
  const person = (typeof body === "object" && body !== null ? body : {}) as Person
  const { name, email, age, active, role, score, tags, address } = person
  if (typeof name !== "string" || name.length < 1 || name.length > 50) faults.push("/name: 1 to 50 characters")
  if (typeof email !== "string" || !emailPattern.test(email)) faults.push("/email: e-mail address expected")
  if (!Number.isSafeInteger(age) || age < 0 || age > 150) faults.push("/age: 0 to 150")
  if (typeof active !== "boolean") faults.push("/active: boolean expected")
  if (role !== "admin" && role !== "editor" && role !== "reader") faults.push("/role: admin, editor or reader")
  if (typeof score !== "number") faults.push("/score: number expected")
  if (!Array.isArray(tags) || tags.length > 10 || !tags.every((tag) => typeof tag === "string")) {
    faults.push("/tags: at most 10 strings")
  }
  checkAddress(address, faults)
  return person
}

function checkAddress(address: Person["address"] | undefined, faults: Faults): void {
  if (typeof address !== "object" || address === null) {
    faults.push("/address: object expected")
    return
  }
  const { street, city, zip } = address
  if (typeof street !== "string" || street.length < 1 || street.length > 100) faults.push("/address/street: 1 to 100")
  if (typeof city !== "string" || city.length < 1 || city.length > 50) faults.push("/address/city: 1 to 50")
  if (typeof zip !== "string" || !zipPattern.test(zip)) faults.push("/address/zip: five digits")
}

/** JSON text of what the response model declares. */
export function itemText({ id, name, price, inStock, tags }: Item): string {
  return JSON.stringify({ id, name, price, inStock, tags })
}

/** JSON text of what the response model declares. */
export function offerText(offer: OfferQuery): string {
  const { shop, item, limit, maxPrice, available } = findOffer(offer)
  return JSON.stringify({ shop, item, limit, maxPrice, available })
}

/** JSON text of what the response model declares. */
export function personText(person: Person): string {
  const { id, name, email, age, active, role, score, tags, address } = addPerson(person)
  const { street, city, zip } = address
  return JSON.stringify({ id, name, email, age, active, role, score, tags, address: { street, city, zip } })
}

/** Problem details (RFC 9457) for what cannot be accepted. */
export function problemText(status: number, faults: Faults): string {
  return JSON.stringify({
    type: "about:blank",
    status,
    title: status === 404 ? "Not Found" : "Invalid request",
    faults,
  })
}

/** JSON text of a report, with what it needs around it. */
export function reportText(): string {
  const line = openLine()
  try {
    const work = beginWork(line)
    try {
      const found = findMember(work)
      const { member, rights, open } = reportFor(found, rightsOf(found))
      return JSON.stringify({ member, rights, open })
    } finally {
      endWork(work)
    }
  } finally {
    closeLine(line)
  }
}

export function topicText(number: number, text: string): string {
  const { route, id } = findTopic(number, text)
  return JSON.stringify({ route, id })
}

/** What ten layers set, known before. */
export const layerHeaders: Readonly<Record<string, string>> = Object.fromEntries(layerNames.map((name) => [name, "1"]))
