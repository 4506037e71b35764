import { StartError } from "../../errors/start-error.ts"

/**
 * A start error for a schema that cannot guarantee what leaves. It names the field and the way out.
 *
 * @param reason follows the name of the field, such as "accepts anything"
 * @param path names of the fields down to the schema
 */
export function unsuitableResult(reason: string, path: readonly string[]): StartError {
  return new StartError(
    "schema-unsuitable",
    `${placeOf(path)} ${reason}. If it may leave as it is all the same, wrap its schema in open().`,
  )
}

/** A start error for a hidden field in an outcome; `open()` does not allow that. */
export function hiddenResult(path: readonly string[]): StartError {
  return new StartError(
    "schema-unsuitable",
    `${placeOf(path)} is hidden and must never leave the server. Leave it out, for example with .omit().`,
  )
}

function placeOf(path: readonly string[]): string {
  if (path.length === 0) return "The schema of this outcome"
  return `The field ${path.join(".").replaceAll(".[", "[")} of this outcome`
}
