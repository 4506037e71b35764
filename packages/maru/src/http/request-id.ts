import { RequestValue } from "./request-value.ts"

/** The id of each request that a middleware has given one: in reports, in logs and in the problem of a 500. */
export const requestIds: RequestValue<string> = new RequestValue()
