import type { Plan, PlanInput } from "../../endpoint/plan/plan.ts"
import type { JsonSchema } from "../../schema/adapter.ts"
import type { MediaType, Parameter, RequestBody } from "../document-types.ts"
import type { PathTemplate } from "./path-template.ts"
import type { SchemaIndex } from "../schemas/schema-index.ts"

/** Headers that OpenAPI documents by other means and tells readers to ignore as parameters (section 4.8.12.1). */
const ignoredHeaders: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"])
const places = ["path", "query", "header", "cookie"] as const

/** The parameters of an operation, those of its dependencies included. */
export function parametersOf(plan: Plan, template: PathTemplate, schemas: SchemaIndex): Parameter[] {
  const parameters = new Map<string, Parameter>()
  for (const place of places) {
    for (const input of plan.inputs) {
      if (input.in !== place || (place === "header" && ignoredHeaders.has(input.name))) continue
      const parameter = parameterOf(input, place, template, schemas)
      parameters.set(`${place} ${parameter.name}`, parameter)
    }
  }
  const asked = template.names.filter(({ name }) => !parameters.has(`path ${name}`))
  const unasked = asked.map(({ name, rest }) => pathParameter(name, rest, { type: "string" }))
  return [...unasked, ...parameters.values()]
}

function parameterOf(
  input: PlanInput,
  place: Parameter["in"],
  template: PathTemplate,
  schemas: SchemaIndex,
): Parameter {
  const schema = schemaOf(input, schemas)
  if (place === "path") {
    const target = template.names.find(({ own }) => own === input.name)
    return pathParameter(target?.name ?? input.name, target?.rest ?? false, schema)
  }
  return { name: input.name, in: place, required: input.required, ...documented(schema) }
}

function pathParameter(name: string, rest: boolean, schema: JsonSchema): Parameter {
  const { description, ...parts } = documented(schema)
  const note = rest ? "The rest of the path, slashes included." : undefined
  const text = [description, note].filter((each) => each !== undefined).join(" ")
  return { name, in: "path", required: true, ...(text ? { description: text } : {}), ...parts }
}

/** What a schema says of itself, said by the parameter. */
function documented(schema: JsonSchema): Pick<Parameter, "description" | "deprecated" | "schema"> {
  const { description, deprecated, ...rest } = schema
  return {
    ...(typeof description === "string" ? { description } : {}),
    ...(deprecated === true ? { deprecated } : {}),
    schema: rest,
  }
}

function schemaOf(input: PlanInput, schemas: SchemaIndex): JsonSchema {
  return input.field === undefined ? schemas.of(input.schema, "input") : schemas.field(input.schema, input.field)
}

/** The body of an operation: JSON, or a form in the encodings that it can have. */
export function requestBodyOf(plan: Plan, schemas: SchemaIndex): RequestBody | undefined {
  const body = plan.inputs.find((input) => input.in === "body")
  if (body) {
    return { required: body.required, content: { "application/json": { schema: schemas.of(body.schema, "input") } } }
  }
  const fields = plan.inputs.filter((input) => input.in === "form")
  if (fields.length === 0) return undefined
  const media: MediaType = { schema: formSchema(fields, schemas) }
  const content: Readonly<Record<string, MediaType>> = fields.some((field) => field.file)
    ? { "multipart/form-data": media }
    : { "application/x-www-form-urlencoded": media, "multipart/form-data": media }
  return { required: fields.some((field) => field.required), content }
}

function formSchema(fields: readonly PlanInput[], schemas: SchemaIndex): JsonSchema {
  const [first] = fields as readonly [PlanInput]
  const whole = fields.every((field) => field.field === field.name && field.schema === first.schema && !field.file)
  if (whole) return schemas.of(first.schema, "input")
  const required = fields.filter((field) => field.required).map((field) => field.name)
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, schemas)])),
    ...(required.length > 0 ? { required } : {}),
  }
}

function fieldSchema(field: PlanInput, schemas: SchemaIndex): JsonSchema {
  if (!field.file) return schemaOf(field, schemas)
  const file = { type: "string", format: "binary" }
  return field.many ? { type: "array", items: file } : file
}
