export {
  UnexpectedAnswer,
  client,
  type Client,
  type ClientOptions,
  type RequestOptions,
  type TestResponse,
} from "./testing/client.ts"
export { CookieJar } from "./testing/cookie-jar.ts"
export { override, type Override } from "./provider/provider.ts"
export { UnexpectedQueries, expectQueries } from "./testing/queries.ts"
