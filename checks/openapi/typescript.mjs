// Generators are written against the compiler's JavaScript interface, which TypeScript 7 no longer has: for them
// "typescript" is the last version that has one, installed beside this check.
import { createRequire, registerHooks } from "node:module"
import { pathToFileURL } from "node:url"

const compiler = pathToFileURL(createRequire(import.meta.url).resolve("typescript")).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "typescript" ? { url: compiler, shortCircuit: true } : next(specifier, context),
})
