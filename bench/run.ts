// npm run bench -- [suite ...] [--quick]: measures, prints tables and writes results/latest.json.
import { dataSuite } from "./runner/data/suite.ts"
import { httpSuite } from "./runner/http.ts"
import { conditions } from "./runner/machine.ts"
import { type Options, readOptions, replaces, usage } from "./runner/options.ts"
import { memorySuite } from "./runner/memory/suite.ts"
import { publish, publishCases, render, writeRaw } from "./runner/results.ts"
import type { SuiteResult } from "./runner/rows.ts"
import { streamSuite } from "./runner/stream/suite.ts"
import { tables } from "./runner/tables.ts"
import { startSuite } from "./runner/start/suite.ts"
import { typesSuite } from "./runner/types/suite.ts"

const suites: Readonly<Record<string, (options: Options) => Promise<SuiteResult>>> = {
  http: httpSuite,
  data: dataSuite,
  start: startSuite,
  memory: memorySuite,
  stream: streamSuite,
  types: typesSuite,
}

async function runSuite(suite: string, options: Options): Promise<void> {
  const result = await suites[suite]!(options)
  const measured = conditions(options.quick || options.smoke, result.schedule)
  console.log(`\n${tables(suite, result.rows, measured)}\n`)
  console.log(`Every single run: ${writeRaw(suite, measured, result.runs)}`)
  const replaced = replaces(options)
  if (replaced === "suite") publish(suite, result.rows, measured)
  else if (replaced === "cases") publishCases(suite, result.rows, measured)
  else console.log("A quick run, or one of some programs: results/latest.json stays as it is.")
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage)
    return 0
  }
  try {
    const options = readOptions(args, Object.keys(suites))
    if (options.render) render()
    else for (const suite of options.suites) await runSuite(suite, options)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}

process.exit(await main(process.argv.slice(2)))
