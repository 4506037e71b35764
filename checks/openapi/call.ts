// `bun call.ts FILE`: lets the generated clients of FILE call the torture application.
import { torture } from "./torture.ts"

type Fetch = (request: Request) => Promise<Response>

interface Calls {
  readonly callByTypes: (fetch: Fetch) => Promise<void>
  readonly callBySdk: (fetch: Fetch) => Promise<void>
}

const { callBySdk, callByTypes } = (await import(process.argv[2]!)) as Calls
const fetch: Fetch = async (request) => torture.fetch(request)
await callByTypes(fetch)
await callBySdk(fetch)
await torture.close()
