import type { Fault } from "../fault.ts"
import { isObject } from "../plain-object.ts"
import { maxDepth } from "../limits.ts"
import { escapeKey } from "../pointer.ts"
import { tooDeepFault } from "../too-deep.ts"
import { receivedType } from "../received.ts"
import { belongs } from "./domain.ts"
import { type Form, unfit } from "./form.ts"
import { base64Text, isoText } from "./text.ts"

/** Where a value stands: known to the writer only when a fault has to say so. */
interface Place {
  readonly parent: Place | undefined
  readonly key: string | number
  readonly depth: number
}

const root: Place = { parent: undefined, key: "", depth: 0 }

/**
 * Turns a domain value into one that JSON.stringify writes, by walking its form. It serves where no
 * code may be generated, and tells the faults of what generated code refused.
 *
 * @returns the value to write; meaningless when faults were pushed
 */
export function encodePlainly(form: Form, value: unknown, faults: Fault[]): unknown {
  return encode(form, value, root, faults)
}

function encode(form: Form, value: unknown, place: Place, faults: Fault[]): unknown {
  switch (form.kind) {
    case "scalar":
    case "raw":
      return check(form.check, value, place, faults)
    case "date":
    case "bigint":
    case "bytes":
      return encodeLeaf(form, value, place, faults)
    case "object":
      return encodeObject(form, value, place, faults)
    case "record":
      return encodeRecord(form, value, place, faults)
    case "array":
      return encodeItems(() => form.item, value, place, faults)
    case "tuple":
      return encodeTuple(form, value, place, faults)
    case "maybe":
      return value === form.nothing ? value : encode(form.form, value, place, faults)
    case "union":
      return encodeUnion(form, value, place, faults)
    case "codec":
      return encodeCodec(form, value, place, faults)
    case "checked":
      return encodeChecked(form, value, place, faults)
    case "reference":
      return encode(form.target.form!, value, place, faults)
  }
}

type Kind<K extends Form["kind"]> = Extract<Form, { kind: K }>

function check(
  test: { run(value: unknown, faults: Fault[]): unknown },
  value: unknown,
  place: Place,
  faults: Fault[],
): unknown {
  const found: Fault[] = []
  const result = test.run(value, found)
  for (const fault of found) faults.push({ ...fault, pointer: pointerOf(place) + fault.pointer })
  return result
}

function encodeLeaf(form: Kind<"date" | "bigint" | "bytes">, value: unknown, place: Place, faults: Fault[]): unknown {
  const before = faults.length
  const leaf = check(form.check, value, place, faults)
  if (faults.length > before) return undefined
  if (form.kind === "date") return isoText(leaf as Date)
  return form.kind === "bytes" ? base64Text(leaf as Uint8Array) : String(leaf)
}

function encodeObject(form: Kind<"object">, value: unknown, place: Place, faults: Fault[]): unknown {
  if (!isObject(value)) return refuse("object", value, place, faults)
  if (tooDeep(place, value, faults)) return undefined
  const output: Record<string, unknown> = {}
  for (const { name, form: member } of form.members) {
    output[name] = encode(member, (value as Record<string, unknown>)[name], below(place, name), faults)
  }
  if (!form.rest) return output
  const known = new Set(form.members.map((member) => member.name))
  for (const [key, item] of Object.entries(value)) {
    if (!known.has(key) && key !== "__proto__") output[key] = encode(form.rest, item, below(place, key), faults)
  }
  return output
}

function encodeRecord(form: Kind<"record">, value: unknown, place: Place, faults: Fault[]): unknown {
  if (!isObject(value)) return refuse("object", value, place, faults)
  if (tooDeep(place, value, faults)) return undefined
  const output: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (key === "__proto__") continue
    const name = String(check(form.key, key, below(place, key), faults))
    if (name !== "__proto__") output[name] = encode(form.value, item, below(place, key), faults)
  }
  return output
}

function encodeItems(itemForm: (index: number) => Form, value: unknown, place: Place, faults: Fault[]): unknown {
  if (!Array.isArray(value)) return refuse("array", value, place, faults)
  if (tooDeep(place, value, faults)) return undefined
  return Array.from(value, (item, index) => encode(itemForm(index), item, below(place, index), faults))
}

function encodeTuple(form: Kind<"tuple">, value: unknown, place: Place, faults: Fault[]): unknown {
  const { items, rest } = form
  if (Array.isArray(value) && (value.length < items.length || (!rest && value.length > items.length))) {
    const words = rest ? `at least ${items.length}` : `exactly ${items.length}`
    return refuse(`array with ${words} elements`, value, place, faults)
  }
  return encodeItems((index) => items[index] ?? rest!, value, place, faults)
}

/** The options that the value may belong to are tried in turn; if only one may be, its faults are told. */
function encodeUnion(form: Kind<"union">, value: unknown, place: Place, faults: Fault[]): unknown {
  const options = form.options.filter((option) => belongs(value, option.domain))
  let found: Fault[] = []
  for (const option of options) {
    found = []
    const result = encode(option.form, value, place, found)
    if (found.length === 0) return result
  }
  if (options.length !== 1) return refuse(form.expected, value, place, faults)
  faults.push(...found)
  return undefined
}

function encodeCodec(form: Kind<"codec">, value: unknown, place: Place, faults: Fault[]): unknown {
  const before = faults.length
  const domain = check(form.check, value, place, faults)
  if (faults.length > before) return undefined
  const encoded = form.encode(domain)
  return encoded === unfit
    ? refuse("a value that its codec encodes", value, place, faults)
    : encode(form.form, encoded, place, faults)
}

function encodeChecked(form: Kind<"checked">, value: unknown, place: Place, faults: Fault[]): unknown {
  const before = faults.length
  const result = encode(form.form, value, place, faults)
  if (faults.length === before) check(form.check, value, place, faults)
  return result
}

function below(parent: Place, key: string | number): Place {
  return { parent, key, depth: parent.depth + 1 }
}

function pointerOf(place: Place): string {
  return place.parent === undefined ? "" : `${pointerOf(place.parent)}/${escapeKey(String(place.key))}`
}

function refuse(expected: string, value: unknown, place: Place, faults: Fault[]): undefined {
  const received = receivedType(value)
  const missing = value === undefined
  faults.push({
    in: "output",
    name: "",
    pointer: pointerOf(place),
    code: missing ? "missing" : "invalid_type",
    expected,
    received,
    message: `Expected ${expected}, received ${received}.`,
  })
}

/** Domain values may refer to each other in circles; every form has a bound. */
function tooDeep(place: Place, value: unknown, faults: Fault[]): boolean {
  if (place.depth < maxDepth) return false
  faults.push(tooDeepFault(value, { in: "output", name: "" }))
  return true
}
