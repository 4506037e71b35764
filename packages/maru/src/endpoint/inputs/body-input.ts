import { StartError } from "../../errors/start-error.ts"
import { refuseEncoded } from "../../http/content-encoding.ts"
import { httpError } from "../../http/http-error.ts"
import { isJson, isUtf8, parseMediaType } from "../../http/media-type.ts"
import type { HttpRequest } from "../../http/message.ts"
import { parseJson } from "../../http/json.ts"
import { adapterOf } from "../../schema/adapters.ts"
import type { Origin } from "../../schema/adapter.ts"
import { jsonInput } from "../../schema/json-input.ts"
import type { Exchange } from "../exchange.ts"
import type { CompiledInput, InputLeaf } from "./input.ts"
import { inputSteps } from "./input-step.ts"
import { placedInput } from "../placed.ts"
import type { InputDetail } from "../signature.ts"

const origin: Origin = { in: "body", name: "" }

/**
 * Compiles the JSON body.
 * @throws StartError `body-twice`, `schema-unknown`
 */
export function compileBody(leaves: readonly InputLeaf[], limit: number, owner: string): CompiledInput[] {
  const [leaf, second] = leaves
  if (!leaf) return []
  if (second) throw new StartError("body-twice", twice(owner, leaf.name, second.name), [leaf.source, second.source])
  const { schema } = leaf.leaf.detail as InputDetail
  const validate = placedInput(owner, leaf, () => jsonInput(schema))
  const optional = adapterOf(schema).optional(schema)

  async function read(exchange: Exchange): Promise<unknown> {
    const { request } = exchange
    const type = request.header("content-type")
    if (type === undefined ? !optional && hasContent(request) : !isUtf8Json(type)) throw unsupported(type)
    refuseEncoded(request)
    const text = await request.text(limit)
    if (type === undefined && text !== "") throw unsupported(type)
    const value = text === "" && optional ? undefined : parseJson(text)
    return validate(value, origin, exchange.faults)
  }

  return [
    {
      node: leaf.node,
      phase: "body",
      read,
      waits: true,
      canFault: true,
      blocks: false,
      documents: [
        {
          in: "body",
          name: leaf.name,
          required: !optional,
          schema,
          field: undefined,
          many: false,
          file: false,
          source: leaf.source,
        },
      ],
      steps: inputSteps({
        place: "JSON body",
        name: leaf.name,
        source: leaf.source,
        optional,
        coerced: false,
        codes: ["invalid-json", "content-too-large", "unsupported-media-type"],
      }),
    },
  ]
}

// Without a Content-Type an empty body is simply missing, which the parser says better.
function hasContent(request: HttpRequest): boolean {
  const length = request.header("content-length")
  return length === undefined ? request.header("transfer-encoding") !== undefined : length !== "0"
}

// What nearly everybody sends, which needs no parsing.
const usual = /^application\/json(?:; ?charset=utf-8)?$/i

function isUtf8Json(header: string): boolean {
  if (usual.test(header)) return true
  const type = parseMediaType(header)
  return type !== undefined && type.essence.startsWith("application/") && isJson(type.essence) && isUtf8(type)
}

function unsupported(type: string | undefined): Error {
  const sent = type === undefined ? "No Content-Type was sent." : "The Content-Type of this body is not supported."
  return httpError("unsupported-media-type", `${sent} Send the body as application/json in UTF-8.`)
}

function twice(owner: string, first: string, second: string): string {
  return `${owner} asks for two bodies, "${first}" and "${second}". A request has one; put both into one object schema.`
}
