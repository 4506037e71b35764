import { z } from "zod"
import { StartError } from "../../../errors/start-error.ts"
import { callerSource } from "../../../errors/source.ts"

/** How many digits a decimal has. */
export interface DecimalSize {
  /** Digits in all. */
  readonly precision: number
  /** Digits after the point. */
  readonly scale: number
}

/** SQLite stores a decimal as one integer of 64 bits. */
const mostDigits = 18

const sizes = new WeakMap<object, DecimalSize>()

/**
 * A number with a fixed count of digits after the point, such as an amount of money: no digit of it is ever lost,
 * as a floating-point number would lose it. It is a text, always written in one way: "12.30", "-0.05". Compare and
 * order it in queries, where the database knows that it is a number.
 *
 * ```ts
 * price: decimal(10, 2)   // up to 99999999.99
 * ```
 *
 * @param precision digits in all, 1 to 18
 * @param scale digits after the point, 0 to precision
 * @throws StartError `model-invalid` for digits beyond that
 */
export function decimal(precision: number, scale: number): z.ZodString {
  const fits = Number.isInteger(precision) && Number.isInteger(scale)
  if (!fits || precision < 1 || precision > mostDigits || scale < 0 || scale > precision) {
    const message = `decimal(${precision}, ${scale}) cannot be stored. It has 1 to ${mostDigits} digits, of which 0 to all are after the point.`
    throw new StartError("model-invalid", message, [callerSource(decimal)])
  }
  const whole = precision - scale
  const pattern = new RegExp(`^-?(?=\\.?\\d)0*\\d{0,${whole}}(\\.\\d{0,${scale}}0*)?$`)
  const message = `Invalid decimal: it has to have at most ${whole} digits before the point and ${scale} after it`
  const schema = z
    .string()
    .regex(pattern, { message, abort: true })
    .overwrite((text) => canonicalDecimal(text, scale))
  sizes.set(schema, Object.freeze({ precision, scale }))
  return schema
}

/** The size of a schema made by `decimal`, or derived from one. */
export function decimalSize(schema: z.ZodType): DecimalSize | undefined {
  let current: z.ZodType | undefined = schema
  while (current !== undefined) {
    const size = sizes.get(current)
    if (size) return size
    current = (current._zod as unknown as { parent?: z.ZodType }).parent
  }
  return undefined
}

/** A decimal as it is always written: "7" is "7.00", "-.5" is "-0.50", "-0" is "0.00". */
export function canonicalDecimal(text: string, scale: number): string {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".")
  const digits = `${whole.replace(/^0+(?=\d)/, "") || "0"}${scale > 0 ? "." : ""}${fraction.slice(0, scale).padEnd(scale, "0")}`
  return text.startsWith("-") && /[1-9]/.test(digits) ? `-${digits}` : digits
}
