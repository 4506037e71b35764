// `bun call.ts FILE`: lets the generated clients of FILE call the torture application.
import { torture } from "./torture.ts"

const { callBySdk, callByTypes } = (await import(process.argv[2]!)) as typeof import("./client/calls.ts")
const fetch = async (request: Request): Promise<Response> => torture.fetch(request)
await callByTypes(fetch)
await callBySdk(fetch)
await torture.close()
