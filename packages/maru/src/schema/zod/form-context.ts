import { StartError } from "../../errors/start-error.ts"
import type { Form, Target } from "../encode/form.ts"
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
export function unsuitable(reason: string, context: FormContext): StartError {
  return new StartError(
    "schema-unsuitable",
    `${placeOf(context)} ${reason}. If it may leave as it is all the same, wrap its schema in open().`,
  )
}

/** Names the field for a message. */
export function placeOf({ path }: FormContext): string {
  if (path.length === 0) return "The schema of this outcome"
  return `The field ${path.join(".").replaceAll(".[", "[")} of this outcome`
}
