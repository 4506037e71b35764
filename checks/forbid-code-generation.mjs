// Preloaded by the strict test run, beside V8's own --disallow-code-generation-from-strings.
// The test runner's loader calls the AsyncFunction constructor once, only to count padding lines;
// with code generation forbidden that call throws before any test is read. It never runs what it
// built, so an empty function serves. `eval` and `Function` stay forbidden by the engine itself.
const prototype = Object.getPrototypeOf(async function () {})
Object.defineProperty(prototype, "constructor", {
  configurable: true,
  writable: true,
  value: function AsyncFunction() {
    return async function () {}
  },
})
