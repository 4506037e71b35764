import type { Form } from "../http/form/form.ts"
import type { HttpRequest } from "../http/message.ts"
import type { Resource } from "../provider/resource.ts"
import type { Epilogue } from "./epilogue.ts"
import type { Fault } from "../schema/fault.ts"

/** Text inputs as they arrived: nothing, one, or several of one name. */
export type RawInput = string | readonly string[] | undefined

/** What one request carries through its plan. One object of one shape, made per request. */
export class Exchange {
  readonly request: HttpRequest
  /** Path parameters in pattern order, percent-encoded. */
  readonly params: readonly string[]
  /** All that is wrong with the inputs, collected until the plan's refusal steps. */
  readonly faults: Fault[] = []
  /** Whether security needs an input that is faulty. */
  blocked = false
  /** Resources that are torn down before the answer leaves. */
  readonly resources: Resource[] = []
  /** Resources that live until the answer's stream has ended. */
  readonly streamResources: Resource[] = []
  /** Query, cookie or form values by input index, scanned at most once. */
  query: readonly RawInput[] | undefined = undefined
  cookies: readonly RawInput[] | undefined = undefined
  form: Form | undefined = undefined
  /** What providers do at the end; undefined where none asked for it. */
  epilogue: Epilogue | undefined = undefined

  constructor(request: HttpRequest, params: readonly string[]) {
    this.request = request
    this.params = params
  }
}
