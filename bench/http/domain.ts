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
