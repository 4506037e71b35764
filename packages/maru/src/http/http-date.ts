const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const month = `(?<month>${months.join("|")})`
const time = "(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)"
const forms = [
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^[A-Z][a-z]{5,8}, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
]

/**
 * Milliseconds since 1970 of an HTTP date in any of its three forms (RFC 9110, section 5.6.7),
 * undefined for everything else. `Date.parse` would also read what is no HTTP date, each runtime
 * in its own way.
 */
export function parseHttpDate(text: string): number | undefined {
  const found = forms.map((form) => form.exec(text)?.groups).find(Boolean)
  if (!found) return undefined
  const [day, hour, minute, second] = ["day", "hour", "minute", "second"].map((name) => Number(found[name]))
  const monthIndex = months.indexOf(found["month"]!)
  const milliseconds = Date.UTC(fullYear(found["year"]!), monthIndex, day, hour, minute, second)
  const date = new Date(milliseconds)
  const exists = date.getUTCDate() === day && date.getUTCHours() === hour && date.getUTCMinutes() === minute
  return exists ? milliseconds : undefined
}

/** A year of two digits that seems more than 50 years ahead is one of the past century. */
function fullYear(text: string): number {
  if (text.length === 4) return Number(text)
  const now = new Date().getUTCFullYear()
  const year = now - (now % 100) + Number(text)
  return year > now + 50 ? year - 100 : year
}

/** An HTTP date in the form that is sent today. @param milliseconds since 1970 */
export function formatHttpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString()
}
