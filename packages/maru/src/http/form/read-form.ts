import { declaredLength } from "../body-bytes.ts"
import { refuseEncoded } from "../content-encoding.ts"
import { httpError } from "../http-error.ts"
import { isUtf8, parseMediaType } from "../media-type.ts"
import type { HttpRequest } from "../message.ts"
import { eachPair } from "../query.ts"
import { encodeUtf8 } from "../utf8.ts"
import { Form, type FormLimits, formTooLarge, malformedForm } from "./form.ts"
import { checkBoundary, readMultipart } from "./multipart.ts"

/**
 * Reads a form of either kind: application/x-www-form-urlencoded or multipart/form-data. The caller owns
 * the form and disposes it when the request ends.
 * @param limits from `formLimits`
 * @throws HttpError `unsupported-media-type` (415) for any other body, `invalid-form` (400) for a
 *   malformed one, `invalid-encoding` (400), `content-too-large` (413)
 */
export async function readForm(request: HttpRequest, limits: FormLimits): Promise<Form> {
  refuseEncoded(request)
  const type = parseMediaType(request.header("content-type"))
  if (type?.essence === "multipart/form-data") {
    const boundary = checkBoundary(type.parameters.get("boundary"))
    const declared = declaredLength(request.header("content-length"))
    if (declared !== undefined && declared > limits.total) throw formTooLarge(`is larger than ${limits.total} bytes`)
    const body = request.stream()
    if (!body) throw malformedForm("it is empty")
    return readMultipart(body, boundary, limits)
  }
  if (type?.essence === "application/x-www-form-urlencoded" && isUtf8(type)) {
    return parseUrlEncoded(await request.text(limits.total), limits)
  }
  throw httpError(
    "unsupported-media-type",
    "Send the form as multipart/form-data, or as application/x-www-form-urlencoded in UTF-8.",
  )
}

/** @throws HttpError `invalid-encoding` (400), `content-too-large` (413) */
function parseUrlEncoded(text: string, limits: FormLimits): Form {
  const form = new Form(limits)
  eachPair(text, "form", limits.fields, (name, value) => {
    // A character is at most three bytes, so most values need no counting.
    if (value.length * 3 > limits.fieldSize && encodeUtf8(value).byteLength > limits.fieldSize) {
      throw formTooLarge(`has a field of more than ${limits.fieldSize} bytes`)
    }
    form.addField(name, value)
  })
  return form
}
