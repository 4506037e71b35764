import { type Encode, EncodeError } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { generateFlatEncoder } from "./flat.ts"
import { type Form, unfit } from "./form.ts"
import { generateEncoder } from "./generated.ts"
import { encodePlainly } from "./plain.ts"

/** Compiles a form to the function that writes its values as JSON text. */
export function encoderOf(form: Form): Encode {
  const plain = plainEncoder(form)
  const flat = generateFlatEncoder(form)
  if (flat) return (value) => orPlain(flat(value), value, plain)
  const generated = generateEncoder(form)
  if (!generated) return plain
  return (value) => {
    const output = generated(value)
    return output === unfit ? plain(value) : write(output)
  }
}

function orPlain(text: unknown, value: unknown, plain: Encode): string {
  return text === unfit ? plain(value) : (text as string)
}

/** Encodes without generated code. */
export function plainEncoder(form: Form): Encode {
  return (value) => {
    const faults: Fault[] = []
    const output = encodePlainly(form, value, faults)
    if (faults.length > 0) throw new EncodeError(faults)
    return write(output)
  }
}

/** Only an opened part can hold what JSON has no text for: a bigint, a circle, nothing at all. */
function write(output: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(output)
  } catch {
    text = undefined
  }
  if (text !== undefined) return text
  throw new EncodeError([
    {
      in: "output",
      name: "",
      pointer: "",
      code: "not_json",
      expected: "a value that JSON can write",
      received: typeof output,
      message: "An open part of the result holds what JSON cannot write.",
    },
  ])
}
