import { relative } from "node:path"
import { describeOperation } from "../../data/migrate/diff/description.ts"
import type { MigrationTarget } from "../../data/migrate/target.ts"
import { draftOf, plansOf } from "./plan.ts"

/**
 * `maru migrate check`: what the models say and the migrations do not, in words; empty where they agree.
 * @param live compare with the live database, which is open
 */
export async function differences(target: MigrationTarget, live: boolean): Promise<readonly string[]> {
  const plans = await plansOf(target, live)
  return plans.flatMap((plan) => {
    const operations = draftOf(plan)?.operations ?? []
    const place = plan.live ? `the ${plan.dialect} database` : relative(process.cwd(), plan.folder)
    return operations.length === 0 ? [] : [`${place}:`, ...operations.map((each) => `  ${describeOperation(each)}`)]
  })
}
