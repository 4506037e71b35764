/** Whether this process may compile text to functions: some runtimes and policies forbid it. */
export const mayGenerateCode: boolean = probe()

function probe(): boolean {
  try {
    return new Function("return true")() === true
  } catch {
    return false
  }
}
