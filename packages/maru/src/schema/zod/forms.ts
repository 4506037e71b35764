import type { Form } from "../encode/form.ts"
import { hiddenResult } from "../encode/unsuitable.ts"
import { isHidden } from "../hidden.ts"
import { isOpen } from "../open.ts"
import { checksOf } from "./checks.ts"
import { compositeForm, required } from "./composite-forms.ts"
import { ownChecks } from "./form-check.ts"
import { type FormContext, unsuitable } from "./form-context.ts"
import { graphOf } from "./graph.ts"
import { pendingDomain, scalarForm } from "./scalar-forms.ts"
import type { ZodSchema } from "./zod-type.ts"

/**
 * The form in which a schema's values leave.
 *
 * @throws StartError `schema-unsuitable` where the schema cannot guarantee what leaves
 */
export function formOf(schema: ZodSchema): Form {
  const graph = graphOf(schema)
  const context: FormContext = {
    graph,
    path: [],
    open: false,
    build,
    references: { closed: new Map(), open: new Map() },
  }
  if (graph.endless) throw unsuitable("makes new schemas without end", context)
  if (graph.asynchronous)
    throw unsuitable("has an asynchronous check; a result is checked while it is written", context)
  return required(schema, context)
}

function build(schema: ZodSchema, outer: FormContext): Form {
  const context = !outer.open && isOpen(schema) ? { ...outer, open: true } : outer
  if (isHidden(schema)) throw hiddenResult(context.path)
  const { recursive, shared } = context.graph
  if (!recursive.has(schema) && !shared.has(schema)) return inline(schema, context)
  const known = context.references[context.open ? "open" : "closed"]
  let target = known.get(schema)
  if (target === undefined) {
    target = { form: undefined, domain: pendingDomain(schema) }
    known.set(schema, target)
    target.form = inline(schema, context)
  }
  // What may be absent is seen by the object around it.
  return target.form?.kind === "maybe" ? target.form : { kind: "reference", target }
}

function inline(schema: ZodSchema, context: FormContext): Form {
  return scalarForm(schema) ?? checked(compositeForm(schema, context), schema, context)
}

/** Adds the refinements that stand on a composite schema itself. */
function checked(form: Form, schema: ZodSchema, context: FormContext): Form {
  if (form.kind === "raw") return form
  if (checksOf(schema).some((check) => check._zod.def.check === "overwrite")) {
    throw unsuitable("changes its value in one direction only (.overwrite())", context)
  }
  const check = ownChecks(schema)
  if (check === undefined) return form
  // What may be absent stays visible from outside; the refinement sees what is there.
  return form.kind === "maybe"
    ? { ...form, form: { kind: "checked", form: form.form, check } }
    : { kind: "checked", form, check }
}
