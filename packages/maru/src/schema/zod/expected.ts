import type { ZodIssue } from "./zod-type.ts"

const typeNames: Readonly<Record<string, string>> = {
  int: "integer",
  record: "object",
  tuple: "array",
  nonoptional: "a value",
  never: "nothing",
  undefined: "nothing",
  void: "nothing",
  date: "date",
  nan: "NaN",
}

const formatNames: Readonly<Record<string, string>> = {
  email: "email address",
  url: "URL",
  uuid: "UUID",
  guid: "GUID",
  datetime: "ISO date and time",
  date: "ISO date",
  time: "ISO time",
  duration: "ISO duration",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  mac: "MAC address",
  cidrv4: "IPv4 range",
  cidrv6: "IPv6 range",
  base64: "base64 text",
  base64url: "base64url text",
  json_string: "JSON text",
  e164: "phone number in E.164 form",
  jwt: "JWT",
  lowercase: "lower-case string",
  uppercase: "upper-case string",
  regex: "string of the required pattern",
  template_literal: "string of the required pattern",
}

/** What an issue says would have been accepted, in words. */
export function expectedOf(issue: ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? issue.expected
    case "invalid_value":
      return issue.values.map(literal).join(" or ")
    case "too_small":
      return bounded(issue.origin, issue.exact ? "exactly" : issue.inclusive ? "at least" : "more than", issue.minimum)
    case "too_big":
      return bounded(issue.origin, issue.exact ? "exactly" : issue.inclusive ? "at most" : "less than", issue.maximum)
    case "invalid_format":
      return format(issue)
    case "not_multiple_of":
      return `multiple of ${issue.divisor}`
    case "unrecognized_keys":
      return "nothing"
    case "invalid_key":
      return "a valid key"
    case "invalid_element":
      return "a valid element"
    case "invalid_union":
      return union(issue)
    default:
      return "a valid value"
  }
}

function literal(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value)
}

const units: Readonly<Record<string, readonly [noun: string, unit: string]>> = {
  string: ["string", "character"],
  array: ["array", "element"],
  set: ["set", "element"],
  map: ["map", "entry"],
  file: ["file", "byte"],
}

function bounded(origin: string, relation: string, limit: number | bigint): string {
  const unit = units[origin]
  if (unit) return `${unit[0]} with ${relation} ${limit} ${plural(unit[1], limit)}`
  if (origin === "date") return `date ${relation} ${isoDate(Number(limit))}`
  return `${origin === "int" ? "integer" : origin === "bigint" ? "integer" : "number"} ${relation} ${limit}`
}

function plural(unit: string, count: number | bigint): string {
  if (Number(count) === 1) return unit
  return unit.endsWith("y") ? `${unit.slice(0, -1)}ies` : `${unit}s`
}

function isoDate(time: number): string {
  return Number.isNaN(new Date(time).getTime()) ? String(time) : new Date(time).toISOString()
}

function format(issue: Extract<ZodIssue, { code: "invalid_format" }>): string {
  const detail = issue as { prefix?: string; suffix?: string; includes?: string }
  if (detail.prefix !== undefined) return `string that starts with ${JSON.stringify(detail.prefix)}`
  if (detail.suffix !== undefined) return `string that ends with ${JSON.stringify(detail.suffix)}`
  if (detail.includes !== undefined) return `string that includes ${JSON.stringify(detail.includes)}`
  return formatNames[issue.format] ?? issue.format.replaceAll("_", " ")
}

function union(issue: Extract<ZodIssue, { code: "invalid_union" }>): string {
  const { options } = issue as { options?: readonly unknown[] }
  if (options) return options.map(literal).join(" or ")
  const parts = new Set<string>()
  for (const option of issue.errors) {
    const root = option.find((inner) => inner.path.length === 0) ?? option[0]
    if (root) parts.add(root.path.length === 0 ? expectedOf(root) : "object")
  }
  return [...parts].join(" or ") || "one of the options"
}
