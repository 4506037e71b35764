/**
 * Every public error of Maru: a stable code and what it means. A code never changes its meaning;
 * the docs have a page for each. Start errors stop the application before it serves a request;
 * request codes are the `code` member of a problem+json answer.
 */
const startTable = {
  "access-open": "An endpoint is open to all where the application says that none is.",
  "app-started": "Something was changed on an application that has already started.",
  "body-twice": "One endpoint asks for more than one body.",
  "dependency-cycle": "Providers depend on each other in a circle.",
  "document-clash": "Two different things have the same name in the OpenAPI document.",
  "endpoint-expected": "A router was given something that is no endpoint.",
  "example-invalid": "An outcome's example does not fit its schema.",
  "file-missing": "A file or folder that the application serves does not exist.",
  "input-clash": "The same input is asked for twice with different schemas.",
  "input-outside-request": "A provider that reads a request is used where there is no request.",
  "listen-failed": "The server cannot listen on its address.",
  "method-unknown": "An HTTP method that Maru does not serve.",
  "middleware-order": "A middleware stands where it cannot work.",
  "model-invalid": "A model's declaration contradicts itself.",
  "name-clash": "Two endpoints have the same operation name.",
  "option-invalid": "An option has a value that it cannot have.",
  "outcome-clash": "Two outcomes of one endpoint cannot be told apart.",
  "outcome-missing": "An endpoint declares no success outcome.",
  "part-unknown": "An application or an endpoint was given a part that it does not know.",
  "path-name-missing": "A provider asks for a path name that no path or prefix gives.",
  "path-name-unasked": "A path has a name that nobody asks for.",
  "pattern-invalid": "A path pattern cannot be read.",
  "port-unbound": "A port has no implementation.",
  "provider-expected": "A signature holds something that is no provider.",
  "route-duplicate": "Two endpoints answer the same method and path.",
  "route-shadowed": "An endpoint can never be reached because another answers first.",
  "schema-unknown": "A schema of a library that Maru has no adapter for.",
  "schema-unsuitable": "A schema cannot do what it is asked to do in this place.",
  "scope-shorter": "A longer-lived provider depends on a shorter-lived one.",
  "settings-invalid": "The environment lacks a setting or has a wrong one.",
  "stream-resource": "A streaming outcome is given a resource that is closed before the stream starts.",
} as const

/** Code of a start error. */
export type StartCode = keyof typeof startTable

/** Meaning of every start code. */
export const startCodes: Readonly<Record<StartCode, string>> = Object.freeze(startTable)

// Codes of answers that Maru itself gives to a request, with their HTTP status.
const requestTable = {
  "bad-request": 400,
  "invalid-host": 400,
  "invalid-json": 400,
  "invalid-encoding": 400,
  "invalid-form": 400,
  "not-authenticated": 401,
  "cross-site-request": 403,
  "not-allowed": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "not-acceptable": 406,
  "request-timeout": 408,
  "precondition-failed": 412,
  "content-too-large": 413,
  "unsupported-media-type": 415,
  "range-not-satisfiable": 416,
  "expectation-failed": 417,
  "invalid-request": 422,
  "precondition-required": 428,
  "too-many-requests": 429,
  "headers-too-large": 431,
  "client-gone": 499,
  "internal-error": 500,
  "not-implemented": 501,
  unavailable: 503,
  "deadline-passed": 503,
  "version-not-supported": 505,
} as const

/** Code of an answer that Maru itself gives to a request. */
export type RequestCode = keyof typeof requestTable

/** HTTP status of every request code. */
export const requestCodes: Readonly<Record<RequestCode, number>> = Object.freeze(requestTable)

/** Codes of errors of the data layer. They reach a client only where a route declares them. */
export const dataCodes = {
  "unique-violation": "A row would repeat values that have to be unique.",
  "foreign-key-violation": "A row refers to one that does not exist, or is still referred to.",
  "check-violation": "A row breaks a check of its table.",
  "not-null-violation": "A row lacks a value that its table requires.",
  "validation-failed": "An entity does not fit the schemas of its columns.",
  "stale-data": "A row was changed or deleted by somebody else since it was read.",
  "not-loaded": "A relation is read that was not loaded.",
  "entity-expired": "An entity is read after its transaction was rolled back.",
  "row-missing": "A query that must find a row found none.",
  "row-ambiguous": "A query that must find one row found several.",
  "row-unreadable": "A stored value is none that the schema of its column can read.",
  "session-closed": "A database session is used after its end.",
  "cursor-invalid": "A cursor was not given for the list that it is used for.",
  "query-invalid":
    "A query names something that its model does not have, or compares with a value that cannot be meant.",
  "migration-failed": "The migrations cannot be applied.",
  "migration-pending": "Migrations are still to be applied.",
} as const

export type DataCode = keyof typeof dataCodes
