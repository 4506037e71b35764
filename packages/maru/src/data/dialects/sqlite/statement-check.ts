import { DataError } from "../../errors.ts"

// The driver leaves out what it could tell: it runs the first of several statements and ignores the rest, and binds NULL
// where a value is missing. Each statement is read once, when it is prepared.

/** Text in quotes, comments and names; what is left over are places for values: `?`, `?1`, `:name`, `@name`, `$name`. */
const tokens =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?(?:\*\/|$)|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*|([?:@$][\w:]*)/gi

/**
 * Refuses a statement whose places are not those of its values.
 * @param parameters number of its values
 * @throws DataError `query-invalid`
 */
export function checkPlaces(sql: string, parameters: number): void {
  let places = 0
  for (const [, place] of sql.matchAll(tokens)) {
    if (place === undefined) continue
    if (place !== "?") throw invalid(`"${place}" is bound to nothing. ${advice}`)
    places++
  }
  if (places !== parameters) {
    throw invalid(`it has ${places} places for values ("?"), and ${parameters} values are given. ${advice}`)
  }
}

/**
 * Refuses a text of several statements.
 * @param first the part that the database has read as one
 * @throws DataError `query-invalid`
 */
export function checkSingle(sql: string, first: string): void {
  if (!isBlank(sql.slice(first.length))) throw invalid("it has more than one statement. Run them one after the other")
}

/** Refuses a text that is nothing but comments. @throws DataError `query-invalid` */
export function checkPresent(sql: string): void {
  if (isBlank(sql)) throw invalid("there is no statement in it")
}

/** Whether nothing but comments and ends of statements are in a text. */
function isBlank(sql: string): boolean {
  return sql.replaceAll(/--[^\n]*|\/\*[^]*?(?:\*\/|$)|[\s;]+/g, "") === ""
}

const advice = "Put each value in by ${…}, which binds it"

function invalid(reason: string): DataError {
  return new DataError("query-invalid", `This SQL does not work: ${reason}.`)
}
