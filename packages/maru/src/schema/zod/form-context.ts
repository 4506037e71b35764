import type { StartError } from "../../errors/start-error.ts"
import type { Form, Target } from "../encode/form.ts"
import { unsuitableResult } from "../encode/unsuitable.ts"
import type { SchemaGraph } from "./graph.ts"
import type { ZodSchema } from "./zod-type.ts"

/** Where a schema stands while its form is made. */
export interface FormContext {
  readonly graph: SchemaGraph
  /** Names of the fields down to the schema, for messages. */
  readonly path: readonly string[]
  /** Inside `open()`. */
  readonly open: boolean
  /** Makes the form of a schema further in. */
  build(schema: ZodSchema, context: FormContext): Form
  /** Forms of schemas that are used twice or contain themselves, closed and open ones. */
  readonly references: { readonly closed: Map<ZodSchema, Target>; readonly open: Map<ZodSchema, Target> }
}

/** The context of a part with the given name. */
export function step(context: FormContext, name: string): FormContext {
  return { ...context, path: [...context.path, name] }
}

/** A start error that names the field and its way out. */
export function unsuitable(reason: string, { path }: FormContext): StartError {
  return unsuitableResult(reason, path)
}
