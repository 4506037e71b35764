import {
  App,
  Forbidden,
  HttpError,
  NotFound,
  Unauthorized,
  body,
  dependency,
  fail,
  get,
  header,
  onError,
  path,
  post,
  problem,
  raises,
  returns,
  router,
} from "maru"
import { z } from "zod"
import { AccountNotFound, NotEnoughMoney, withdraw } from "./account.ts"

const Amount = z.object({ amount: z.int().min(1) })
const Balance = z.object({ balance: z.int() })
const id = path(z.int().min(1))

// #region raises
const take = post(
  "/:id/withdrawals",
  { id, input: body(Amount) },
  returns(201, Balance),
  raises(404, AccountNotFound),
  raises(409, NotEnoughMoney),
  ({ id, input }) => ({ balance: withdraw(id, input.amount) }),
)
// #endregion raises

// #region fail
const owners = new Map([[1, "mina"]])

const owner = get(
  "/:id/owner",
  { id },
  returns(200, z.object({ owner: z.string() })),
  raises(404, NotFound),
  ({ id }) => ({
    owner: owners.get(id) ?? fail(NotFound, "This account has no owner."),
  }),
)
// #endregion fail

// #region provider
const employee = dependency(
  { key: header("x-key", z.string().optional()) },
  ({ key }) => {
    if (key === undefined) throw new Unauthorized("Send your key in X-Key.")
    if (key !== "k-1") throw new Forbidden("This key opens nothing.")
    return "Mina"
  },
  { raises: [raises(401, Unauthorized), raises(403, Forbidden)] },
)

const close = post("/:id/closing", { id, employee }, returns(204), () => {})
// #endregion provider

// #region own
class Closed extends HttpError {
  constructor() {
    super(451, "bank-closed", "The bank is closed by order of the court.", {
      link: '<https://court.example>; rel="blocked-by"',
    })
  }
}

const interest = get("/:id/interest", { id }, returns(200, Balance), raises(451, Closed), () => fail(Closed))
// #endregion own

// #region undeclared
const secret = get("/:id/secret", { id }, returns(204), () => fail(NotFound))
// #endregion undeclared

// #region failure
const rate = get("/:id/rate", { id }, returns(204), () => {
  throw new Error("connect ECONNREFUSED rates.internal:8080")
})
// #endregion failure

// #region handler
class RatesUnavailable extends Error {
  readonly minutes = 5
}

const ratesDown = onError(RatesUnavailable, (error) =>
  problem(
    {
      status: 503,
      code: "rates-unavailable",
      detail: "Rates cannot be read at the moment.",
      extensions: { minutes: error.minutes },
    },
    { "retry-after": String(error.minutes * 60) },
  ),
)

const currencies = get("/:id/currencies", { id }, returns(204), () => fail(RatesUnavailable))
// #endregion handler

export const app = new App({ title: "Bank", version: "1.0.0" }, [
  ratesDown,
  router("/accounts", { take, owner, close, interest, secret, rate, currencies }),
])
