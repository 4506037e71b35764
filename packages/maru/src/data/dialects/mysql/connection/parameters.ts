import { parameterTypes } from "./driver.ts"

/** A decimal number as text. Bound as text it would be compared as a floating-point number, which is not exact. */
export class Decimal {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }

  toJSON(): string {
    return this.text
  }
}

const largest = 2n ** 63n - 1n
const smallest = -(2n ** 63n)

/** Values as the driver has to send them so that the server takes them for what they are. */
export function bind(parameters: readonly unknown[]): unknown[] {
  return parameters.map(bound)
}

function bound(value: unknown): unknown {
  switch (typeof value) {
    case "number":
      // The driver would send every number as a double.
      return Number.isSafeInteger(value) ? parameterTypes().LONGLONG(value) : value
    case "bigint":
      if (value > largest || value < smallest) return parameterTypes().NEWDECIMAL(String(value))
      return parameterTypes().LONGLONG(value)
    case "object":
      return boundObject(value)
    default:
      return value
  }
}

function boundObject(value: object | null): unknown {
  if (value instanceof Decimal) return parameterTypes().NEWDECIMAL(value.text)
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return value
}

/** @param value a number, or the digits of one that is too large for it */
export function numberOf(value: number | string): number | bigint {
  return typeof value === "number" ? value : BigInt(value)
}
