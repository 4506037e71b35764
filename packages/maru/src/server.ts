export { serve } from "./server/serve.ts"
export type { Listening, RunningServer, ServerAdapter, ServerApp } from "./server/adapter.ts"
export type { ServerReport } from "./server/failure.ts"
export { defaultLimits, type Limits, type ServeOptions } from "./server/settings.ts"
