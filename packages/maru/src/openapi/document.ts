import type { AppInfo } from "../app/app-info.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { responsesOf } from "./operations/answers.ts"
import type { Components, OpenApiDocument, Operation, PathItem } from "./document-types.ts"
import { type PathTemplate, pathTemplates } from "./operations/path-template.ts"
import { type ProblemNames, problemNames, problemSchemas } from "./operations/problems.ts"
import { parametersOf, requestBodyOf } from "./operations/request-parts.ts"
import { type SchemaIndex, indexSchemas } from "./schemas/schema-index.ts"
import { securityRequirements, securitySchemes } from "./operations/security.ts"
import { summaryOf } from "./operations/summary.ts"
import { usedSchemas } from "./schemas/used-schemas.ts"

/** What a document is made from: an App. */
export interface Documented {
  readonly plans: readonly Plan[]
  readonly options: AppInfo
}

/**
 * The OpenAPI 3.1.1 document of an application, as plain data: every operation that is not hidden, with all its
 * parameters, answers, errors and security schemes. Applications below a mount are not part of it.
 *
 * @param app an App; it need not be started
 * @returns what /openapi.json serves
 * @throws StartError `document-clash`, `example-invalid`, `schema-unsuitable`, and whatever is wrong with the application
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openapiDocument(app: Documented): OpenApiDocument {
  const plans = app.plans.filter((plan) => !plan.hidden)
  const { servers, tags, ...info } = app.options
  const schemas = indexSchemas(plans)
  const names = problemNames(schemas.reserve)
  const paths = pathsOf(plans, schemas, names)
  return {
    openapi: "3.1.1",
    info: infoOf(info),
    servers: servers ?? [{ url: "/" }],
    tags: tagsOf(plans, tags ?? []),
    paths,
    components: componentsOf(plans, paths, { ...schemas.components, ...problemSchemas(names) }),
  }
}

/** An application's options hold more than its Info Object. */
function infoOf(options: Omit<AppInfo, "servers" | "tags">): OpenApiDocument["info"] {
  const { title, version, summary, description, termsOfService, contact, license } = options
  const optional = { summary, description, termsOfService, contact, license }
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
  return { title, ...given, version }
}

function tagsOf(plans: readonly Plan[], declared: NonNullable<AppInfo["tags"]>): OpenApiDocument["tags"] {
  const known = new Set(declared.map(({ name }) => name))
  const others = new Set(plans.flatMap(({ tags }) => tags).filter((name) => !known.has(name)))
  return [...declared, ...[...others].map((name) => ({ name }))]
}

function pathsOf(plans: readonly Plan[], schemas: SchemaIndex, names: ProblemNames): Record<string, PathItem> {
  const templates = pathTemplates(plans)
  const paths = new Map<string, Record<string, Operation>>()
  for (const plan of plans) {
    const template = templates.get(plan)!
    const item = paths.get(template.text) ?? {}
    item[plan.method.toLowerCase()] = operationOf(plan, template, schemas, names)
    paths.set(template.text, item)
  }
  return Object.fromEntries(paths)
}

function operationOf(plan: Plan, template: PathTemplate, schemas: SchemaIndex, names: ProblemNames): Operation {
  const parameters = parametersOf(plan, template, schemas)
  const requestBody = requestBodyOf(plan, schemas)
  return {
    operationId: plan.operation,
    summary: plan.summary ?? summaryOf(plan.operation),
    ...(plan.description === undefined ? {} : { description: plan.description }),
    ...(plan.tags.length > 0 ? { tags: plan.tags } : {}),
    ...(plan.deprecated ? { deprecated: true } : {}),
    security: securityRequirements(plan),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: responsesOf(plan, schemas, names),
  }
}

function componentsOf(
  plans: readonly Plan[],
  paths: OpenApiDocument["paths"],
  schemas: NonNullable<Components["schemas"]>,
): Components {
  const used = usedSchemas(paths, schemas)
  const schemes = securitySchemes(plans)
  return {
    ...(Object.keys(used).length > 0 ? { schemas: used } : {}),
    ...(Object.keys(schemes).length > 0 ? { securitySchemes: schemes } : {}),
  }
}
