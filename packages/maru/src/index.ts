export { App } from "./app/app.ts"
export type { ErrorReport } from "./app/error-answer.ts"
export { onError, type ErrorHandler } from "./app/error-handler.ts"
export { lifespan, type Lifespan, type Startable } from "./app/lifespan.ts"
export { mount, site, type Mount, type Mountable, type SiteOptions } from "./app/mount.ts"
export type { AppOptions, AppPart, AppView, Extension } from "./app/parts.ts"
export { router, type Router, type RouterOptions } from "./app/router.ts"
export { urlFor } from "./app/url.ts"
export {
  del,
  get,
  head,
  options,
  patch,
  post,
  put,
  trace,
  type Declare,
  type Endpoint,
  type Routed,
} from "./endpoint/endpoint.ts"
export { InvalidRequest, fail, raises, type Raises } from "./endpoint/errors.ts"
export { file, type UploadOptions } from "./endpoint/file.ts"
export { UploadedFile } from "./http/form/uploaded-file.ts"
export type { FileOutcomeOptions, FileSource } from "./endpoint/outcomes/file-outcome.ts"
export { bodyLimit, describe, use, type Description, type EndpointOption } from "./endpoint/option.ts"
export type { EmptyOutcome, Outcome, OutcomeOptions, Reply, ReplyInit } from "./endpoint/outcomes/outcome.ts"
export { returns } from "./endpoint/outcomes/returns.ts"
export { jsonLines, sse, stream, type Source } from "./endpoint/outcomes/stream-outcomes.ts"
export { html, raw, redirect } from "./endpoint/outcomes/text-outcomes.ts"
export { Html, unsafeHtml } from "./http/html.ts"
export { ServerEvent, serverEvent, type EventInit } from "./http/stream/sse.ts"
export type { Phase, Plan, PlanInput, PossibleError, Step, StepKind } from "./endpoint/plan/plan.ts"
export { body, cookie, form, header, path, query, request, signal } from "./endpoint/signature.ts"
export { emitter, type Emit } from "./events/emitter.ts"
export { event, type Emitted, type EventOptions, type EventType } from "./events/event.ts"
export { on } from "./events/on.ts"
export { outbox, type OutboxOptions } from "./events/outbox.ts"
export { outboxColumns, type OutboxColumns } from "./events/outbox-model.ts"
export { startCodes, requestCodes, type RequestCode, type StartCode } from "./errors/codes.ts"
export { StartError } from "./errors/start-error.ts"
export { Unavailable } from "./errors/unavailable.ts"
export { DeadlinePassed } from "./http/deadline.ts"
export { Forbidden, HttpError, NotFound, Unauthorized } from "./http/http-error.ts"
export { Log, type LogOptions } from "./log/log.ts"
export type { LogKind, LogLevel, LogLevels } from "./log/levels.ts"
export { requestLog } from "./log/request-log.ts"
export type { LogFile } from "./log/targets.ts"
export type { CookieValue } from "./http/cookies/cookie-value.ts"
export type { Awaitable, HttpBody, HttpHandler, HttpRequest, HttpResponse } from "./http/message.ts"
export {
  middleware,
  type Middleware,
  type MiddlewareHooks,
  type MiddlewareOptions,
  type Next,
} from "./http/middleware.ts"
export { RequestValue } from "./http/request-value.ts"
export { RequestWrapper } from "./http/request-wrapper.ts"
export { problemResponse as problem } from "./http/problem.ts"
export { docs, type DocsOptions } from "./openapi/docs.ts"
export type { OpenApiDocument } from "./openapi/document-types.ts"
export { openapiDocument } from "./openapi/document.ts"
export {
  dependency,
  override,
  port,
  type DependencyOptions,
  type Override,
  type Port,
  type Provider,
  type Scope,
  type Signature,
} from "./provider/provider.ts"
export { open } from "./schema/open.ts"
export { secret } from "./settings/secret.ts"
export { settings, type SettingsOptions } from "./settings/settings.ts"
