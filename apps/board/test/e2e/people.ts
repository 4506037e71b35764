import assert from "node:assert/strict"
import { type Visitor, type VisitorOptions, visitor } from "./stage.ts"

export interface Person {
  readonly email: string
  readonly nickname: string
  readonly password: string
}

export const haru: Person = { email: "haru@board.example", nickname: "하루", password: "open floor, warm tea" }
export const mina: Person = { email: "mina@board.example", nickname: "Mina", password: "ferns on the balcony" }

/** Asks the API from inside the page, as a script of the same origin, with the visitor's cookies. */
export async function ask(visit: Visitor, method: string, path: string, body?: unknown): Promise<any> {
  const source = `fetch(${JSON.stringify(path)}, { method: ${JSON.stringify(method)}${
    body === undefined
      ? ""
      : `, headers: { "content-type": "application/json" }, body: ${JSON.stringify(JSON.stringify(body))}`
  } }).then(async (answer) => ({ status: answer.status, body: await answer.json().catch(() => undefined) }))`
  return visit.page.evaluate(source)
}

/** A visit of somebody who is known and logged in. */
export async function visitOf(person: Person, options: VisitorOptions = {}): Promise<Visitor> {
  const visit = await visitor(options)
  await visit.go("/")
  const { email, password } = person
  const answer = await ask(visit, "POST", "/api/session", { email, password })
  assert.equal(answer.status, 201)
  await visit.go("/")
  return visit
}

/** Signs a person up, without the page's form. */
export async function enrol(person: Person): Promise<void> {
  const visit = await visitor()
  await visit.go("/")
  assert.equal((await ask(visit, "POST", "/api/users", person)).status, 201)
  await visit.leave()
}
