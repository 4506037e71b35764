// What the programs answer with. Every framework calls the same functions, so that only the framework differs.
// Each value has a field that no response model declares: a program that lets it out is refused before timing.

export interface Item {
  readonly id: number
  readonly name: string
  readonly supplier: string
  readonly price: number
  readonly inStock: boolean
  readonly tags: string[]
}

export interface OfferQuery {
  readonly shop: string
  readonly item: number
  readonly limit: number
  readonly maxPrice: number
  readonly available: boolean
}

export type Role = "admin" | "editor" | "reader"

export interface Person {
  readonly name: string
  readonly email: string
  readonly age: number
  readonly active: boolean
  readonly role: Role
  readonly score: number
  readonly tags: string[]
  readonly address: { readonly street: string; readonly city: string; readonly zip: string }
}

export const emailPattern = /^[^@\s]+@[^@\s]+\.[^@\s]+$/
export const zipPattern = /^\d{5}$/

export function findItem(): Item {
  return { id: 7, name: "Desk lamp", supplier: "secret", price: 39.5, inStock: true, tags: ["home", "light"] }
}

export function findOffer(query: OfferQuery): OfferQuery & { readonly margin: number } {
  const { shop, item, limit, maxPrice, available } = query
  return { shop, item, margin: 0.4, limit, maxPrice, available }
}

export function addPerson(person: Person): Person & { readonly id: number; readonly passwordHash: string } {
  const { name, email, age, active, role, score, tags, address } = person
  return { id: 1, passwordHash: "secret", name, email, age, active, role, score, tags, address }
}

/** What the graph of dependencies is made of: five values, each made from those before; two are ended behind the answer. */
export interface Line {
  open: boolean
}

export interface Work {
  readonly line: Line
  done: boolean
}

export interface Member {
  readonly name: string
  readonly work: Work
}

export const openLine = (): Line => ({ open: true })
export const closeLine = (line: Line): void => void (line.open = false)
export const beginWork = (line: Line): Work => ({ line, done: false })
export const endWork = (work: Work): void => void (work.done = true)
export const findMember = (work: Work): Member => ({ name: "mina", work })
export const rightsOf = (member: Member): readonly string[] => [`read:${member.name}`, "write:own"]

export interface Report {
  readonly member: string
  readonly rights: string[]
  readonly open: boolean
}

export function reportFor(member: Member, rights: readonly string[]): Report & { readonly password: string } {
  return { member: member.name, password: "secret", rights: [...rights], open: member.work.line.open }
}

/** Names of the headers that ten layers set, one each. */
export const layerNames: readonly string[] = Array.from({ length: 10 }, (_, place) => `x-layer-${place + 1}`)

/** What 500 routes answer: 250 paths without parameters, and 250 with one in their middle. */
export const plainRoutes: readonly { readonly number: number; readonly path: string }[] = Array.from(
  { length: 250 },
  (_, number) => ({ number, path: `/area-${number % 25}/topic-${number}` }),
)
export const openRoutes: readonly { readonly number: number; readonly start: string; readonly end: string }[] =
  Array.from({ length: 250 }, (_, place) => ({
    number: place + 250,
    start: `/group-${place % 25}`,
    end: `part-${place}`,
  }))

export function findTopic(number: number, id: string): { route: number; id: string; owner: string } {
  return { route: number, id, owner: "secret" }
}
