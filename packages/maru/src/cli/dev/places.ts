import type { App } from "../../app/app.ts"
import { docsOperations } from "../../openapi/docs.ts"
import type { Place } from "./message.ts"

/** Where an application and its documentation can be opened. */
export function placesOf(app: Pick<App, "plans">, url: string): Place[] {
  const pages = [
    ["Docs", docsOperations.ui],
    ["Reference", docsOperations.reference],
    ["OpenAPI", docsOperations.document],
  ] as const
  const found = pages.flatMap(([name, operation]) => {
    const plan = app.plans.find((each) => each.operation === operation)
    return plan ? [{ name, url: url + plan.path }] : []
  })
  return [{ name: "App", url: `${url}/` }, ...found]
}
