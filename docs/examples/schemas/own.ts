import { App, body, post, raw } from "maru"

// #region schema
interface Standard<T> {
  readonly "~standard": {
    readonly version: 1
    readonly vendor: string
    readonly types?: { readonly input: unknown; readonly output: T }
    readonly validate: (
      value: unknown,
    ) => { readonly value: T } | { readonly issues: readonly { readonly message: string }[] }
  }
}

export const Even: Standard<number> = {
  "~standard": {
    version: 1,
    vendor: "even",
    validate: (value) =>
      typeof value === "number" && value % 2 === 0 ? { value } : { issues: [{ message: "An even number is needed." }] },
  },
}
// #endregion schema

// #region use
const half = post("/half", { number: body(Even) }, raw("text/plain"), ({ number }) => String(number / 2))
// #endregion use

export const app = new App({ title: "Halves", version: "1.0.0" }, [half])
