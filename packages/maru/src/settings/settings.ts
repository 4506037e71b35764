import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { adapterOf } from "../schema/adapters.ts"
import type { Fault } from "../schema/fault.ts"
import { withoutPasswords } from "../schema/secrets.ts"
import { type TextFields, textFields } from "../schema/text-input.ts"
import type { AnySchema, Output } from "../schema/types.ts"
import { type Environment, loadEnvironment } from "./environment.ts"
import { exampleOf } from "./example.ts"
import { secretNames } from "./secret.ts"

/** Where settings come from. */
export interface SettingsOptions {
  /** Default `process.env`. */
  readonly environment?: Environment
  /** Files of variables, the first one wins; those that do not exist are left out. Default `.env.local`, `.env`. */
  readonly files?: readonly (string | URL)[]
}

/**
 * Reads an application's settings from the environment and from `.env` files, checks them, and gives them types. The
 * environment wins over the files. Text becomes what the schema says, as in a query: canonical numbers, `true` and
 * `false`, ISO dates; a list is separated by commas. All faults are told at once, each with the variable's name and an
 * example, none with its value.
 *
 * What is printed of the result shows no secrets: those marked by `secret(…)`, those whose names say so, and passwords
 * in addresses.
 *
 * @param schema an object schema whose keys are the names of variables
 * @throws StartError `settings-invalid`
 * @example
 * export const config = settings(z.object({ PORT: z.int().default(8000), DATABASE_URL: z.string() }))
 */
export function settings<S extends AnySchema>(schema: S, options: SettingsOptions = {}): Readonly<Output<S>> {
  const source = callerSource(settings as never)
  const { environment = process.env, files = [".env.local", ".env"] } = options
  const known = loadEnvironment(environment, files)
  const reading = textFields(schema)
  const faults: Fault[] = []
  const raws = reading.fields.map(({ name, many }) => (many ? known[name]?.split(/\s*,\s*/) : known[name]))
  const value = reading.read(raws, "query", faults)
  if (value instanceof Promise) {
    throw new StartError("settings-invalid", "Settings are read at once: their schema has no asynchronous checks.", [
      source,
    ])
  }
  if (faults.length > 0) throw new StartError("settings-invalid", messageOf(schema, faults), [source])
  return shown(value as object, schema, reading.fields) as Readonly<Output<S>>
}

function messageOf(schema: unknown, faults: readonly Fault[]): string {
  const { properties = {} } = adapterOf(schema).jsonSchema(schema, "input") as { properties?: Record<string, object> }
  const lines = faults.map(({ name, pointer, message }) => {
    const example = exampleOf(name, properties[name])
    return `  ${name}${pointer}: ${message.replace(/[^.!?]$/, "$&.")}${example === undefined ? "" : ` For example ${example}`}`
  })
  return `The environment does not have the settings that are needed:\n${lines.join("\n")}\nSet them in the environment or in a file .env.`
}

/** `inspect.custom` of `node:util`, which is registered by this name. */
const inspectCustom = Symbol.for("nodejs.util.inspect.custom")

/** Frozen, and silent about secrets where it is printed, logged, spread or made JSON. */
function shown(value: object, schema: AnySchema, fields: TextFields["fields"]): object {
  const secrets = secretNames(
    schema as object,
    fields.map(({ name }) => name),
  )
  const visible = (): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(value)).map(([name, { value: one }]) => [
        name,
        secrets.has(name) ? "[secret]" : typeof one === "string" ? withoutPasswords(one) : one,
      ]),
    )
  for (const name of secrets) {
    if (Object.hasOwn(value, name)) Object.defineProperty(value, name, { enumerable: false })
  }
  const hooks = { toJSON: { value: visible }, [inspectCustom]: { value: visible } }
  return Object.freeze(Object.create(Object.prototype, { ...Object.getOwnPropertyDescriptors(value), ...hooks }))
}
