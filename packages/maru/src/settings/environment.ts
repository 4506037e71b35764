import { nodeFs, nodeUtil } from "../runtime/modules.ts"

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment with what files add to it. What stands in the environment itself wins, and of two files the one that
 * is named first. An empty value counts as none. Files that do not exist are left out.
 */
export function loadEnvironment(environment: Environment, files: readonly (string | URL)[]): Environment {
  const layers = [environment, ...files.filter((file) => nodeFs().existsSync(file)).map(readFile)]
  const given = layers.toReversed().flatMap((layer) => Object.entries(layer).filter(([, value]) => value))
  return Object.fromEntries(given)
}

function readFile(file: string | URL): Environment {
  return nodeUtil().parseEnv(
    nodeFs()
      .readFileSync(file, "utf8")
      .replace(/^\u{feff}/u, ""),
  ) as Environment
}
