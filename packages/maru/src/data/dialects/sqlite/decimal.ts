import { canonicalDecimal } from "../../model/columns/decimal.ts"
import type { ColumnType } from "../../model/columns/column-kind.ts"
import type { Codec } from "../dialect.ts"

/**
 * One integer that counts the smallest digit: SQLite has no decimals, and its floating-point numbers cannot say 0.1.
 * It is read as text, because a driver gives 64-bit integers as numbers that lose their last digits.
 */
export function decimalCodec({ scale = 0 }: Pick<ColumnType, "scale">): Codec {
  return {
    plain: false,
    read: (stored) => point(String(stored), scale),
    write(value) {
      if (typeof value === "string" && /^-?\d*\.?\d*$/.test(value) && /\d/.test(value)) return scaled(value, scale)
      throw new TypeError("A decimal is expected: a text such as 12.30.")
    },
    keep: (value, stored) => (stored === undefined ? canonicalDecimal(value as string, scale) : value),
    changed: (value, kept) => typeof value !== "string" || canonicalDecimal(value, scale) !== kept,
  }
}

function scaled(text: string, scale: number): bigint {
  const [, fraction = ""] = text.split(".")
  if (/[1-9]/.test(fraction.slice(scale))) throw new TypeError(`A decimal has ${scale} digits after the point.`)
  return BigInt(canonicalDecimal(text, scale).replace(".", ""))
}

function point(digits: string, scale: number): string {
  if (scale === 0) return digits
  const [sign, rest] = digits.startsWith("-") ? ["-", digits.slice(1)] : ["", digits]
  const padded = rest.padStart(scale + 1, "0")
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}
