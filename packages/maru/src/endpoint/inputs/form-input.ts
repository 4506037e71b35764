import { StartError } from "../../errors/start-error.ts"
import { type Form, type FormLimits, formLimits } from "../../http/form/form.ts"
import { readForm } from "../../http/form/read-form.ts"
import type { UploadedFile } from "../../http/form/uploaded-file.ts"
import { adapterOf } from "../../schema/adapters.ts"
import type { Fault } from "../../schema/fault.ts"
import { textFields, textInput } from "../../schema/text-input.ts"
import type { Exchange } from "../exchange.ts"
import type { CompiledInput, InputLeaf } from "./input.ts"
import { inputSteps } from "./input-step.ts"
import type { PlanInput } from "../plan/plan.ts"
import { placedInput } from "../placed.ts"
import type { FileDetail, InputDetail } from "../signature.ts"

/** Takes one input out of a form that has been read. */
type FromForm = (form: Form, faults: Fault[]) => unknown

interface FormPart {
  readonly take: FromForm
  readonly documents: readonly PlanInput[]
}

/**
 * Compiles the fields and files of a form. The form is read once, by the first of them; the exchange owns it until
 * the answer is made, its stream included, and then uploaded files that nobody saved are removed.
 *
 * @throws StartError `body-twice` beside a JSON body; `schema-unsuitable`
 */
export function compileForms(
  leaves: readonly InputLeaf[],
  bodies: readonly InputLeaf[],
  bodyLimit: number,
  owner: string,
): CompiledInput[] {
  const [first] = leaves
  const [body] = bodies
  if (first && body) {
    throw new StartError(
      "body-twice",
      `${owner} asks for a JSON body ("${body.name}") and for a form ("${first.name}"). A request has one body.`,
      [body.source, first.source],
    )
  }
  const limits = formLimits(bodyLimit)
  const partOf = (leaf: InputLeaf): FormPart => (leaf.leaf.place === "file" ? filePart(leaf) : fieldPart(leaf))
  return leaves.map((leaf) =>
    compilePart(
      leaf,
      placedInput(owner, leaf, () => partOf(leaf)),
      limits,
    ),
  )
}

function compilePart({ node, source }: InputLeaf, { take, documents }: FormPart, limits: FormLimits): CompiledInput {
  return {
    node,
    phase: "body",
    read: (exchange) =>
      exchange.form
        ? take(exchange.form, exchange.faults)
        : loadForm(exchange, limits).then((form) => take(form, exchange.faults)),
    waits: true,
    canFault: true,
    blocks: false,
    documents,
    steps: documents.flatMap((document) =>
      inputSteps({
        place: "form",
        name: document.name,
        source,
        optional: !document.required,
        coerced: !document.file,
        codes: ["invalid-form", "invalid-encoding", "content-too-large", "unsupported-media-type"],
      }),
    ),
  }
}

async function loadForm(exchange: Exchange, limits: FormLimits): Promise<Form> {
  const form = await readForm(exchange.request, limits)
  const generator = ownForm(form)
  await generator.next()
  exchange.streamResources.push({ name: "form", value: undefined, generator })
  exchange.form = form
  return form
}

async function* ownForm(form: Form): AsyncGenerator<void> {
  await using _ = form
  yield
}

function fieldPart(leaf: InputLeaf): FormPart {
  const { schema } = leaf.leaf.detail as InputDetail
  const document = (name: string, many: boolean, optional: boolean, field: string | undefined): PlanInput => ({
    in: "form",
    name,
    required: !optional,
    schema,
    field,
    many,
    file: false,
    source: leaf.source,
  })
  if (leaf.leaf.name === undefined && adapterOf(schema).shape(schema).kind === "object") {
    const input = textFields(schema)
    return {
      take: (form, faults) =>
        input.read(
          input.fields.map(({ name }) => form.fields.get(name)),
          "form",
          faults,
        ),
      documents: input.fields.map(({ name, many, optional }) => document(name, many, optional, name)),
    }
  }
  const input = textInput(schema)
  const origin = { in: "form", name: leaf.name } as const
  return {
    take: (form, faults) => input.read(form.fields.get(leaf.name), origin, faults),
    documents: [document(leaf.name, input.many, input.optional, undefined)],
  }
}

function filePart(leaf: InputLeaf): FormPart {
  const { name } = leaf
  const options = leaf.leaf.detail as FileDetail
  const { many = false, optional = false } = options
  const take: FromForm = (form, faults) => {
    const files = form.files.get(name) ?? []
    if (files.length === 0 && !optional && !many)
      faults.push(fault(name, "missing", "file", "nothing", "This is required."))
    if (files.length > 1 && !many) faults.push(fault(name, "repeated", "file", "array", "This may be given only once."))
    for (const file of files) checkFile(file, name, options, faults)
    return many ? files : files[0]
  }
  const required = !optional && !many
  return {
    take,
    documents: [
      { in: "form", name, required, schema: undefined, field: undefined, many, file: true, source: leaf.source },
    ],
  }
}

function checkFile(file: UploadedFile, name: string, { maxSize, types }: FileDetail, faults: Fault[]): void {
  if (maxSize !== undefined && file.size > maxSize) {
    faults.push(
      fault(name, "too_big", `file of at most ${maxSize} bytes`, "file", `At most ${maxSize} bytes are allowed.`),
    )
  }
  if (types && !types.some((type) => matches(file.type, type))) {
    const expected = types.join(" or ")
    faults.push(fault(name, "invalid_type", expected, "file", `The file has to be ${expected}.`))
  }
}

function matches(type: string, pattern: string): boolean {
  const essence = type.split(";")[0]!.trim().toLowerCase()
  return pattern.endsWith("/*") ? essence.startsWith(pattern.slice(0, -1)) : essence === pattern
}

function fault(name: string, code: string, expected: string, received: string, message: string): Fault {
  return { in: "form", name, pointer: "", code, expected, received, message }
}
