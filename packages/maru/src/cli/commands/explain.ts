import { findAppFile, loadApp } from "../app-file.ts"
import { coloursFor } from "../../log/colour.ts"
import type { Parsed } from "../command.ts"
import { findPlan } from "../explain/find-plan.ts"
import { planAsJson } from "../explain/plan-json.ts"
import { planAsTree } from "../explain/plan-tree.ts"
import { UsageError } from "../usage.ts"

/** `maru explain`: the plan of one endpoint. */
export async function run({ positionals, options }: Parsed): Promise<number> {
  if (positionals.length === 0) {
    throw new UsageError(`Say which endpoint: maru explain "GET /posts/:id", or its name: maru explain posts.read`)
  }
  const { plans } = await loadApp(findAppFile(options["app"] as string | undefined))
  const plan = findPlan(plans, positionals.join(" "))
  process.stdout.write(options["json"] ? planAsJson(plan) : planAsTree(plan, coloursFor(process.stdout)))
  return 0
}
