import { get, path, returns } from "maru"
import { z } from "zod"

const Greeting = z.object({ message: z.string() })

// #region wrong
// error: Argument of type '"/hello/:nmae"' is not assignable to parameter of type '"nobody asks for :nmae"'.
get("/hello/:nmae", { name: path(z.string()) }, returns(200, Greeting), ({ name }) => ({ message: `Hello, ${name}!` }))

// error: Type '{ massage: "Hello!"; }' is not assignable to type '"what the handler returns does not fit its outcome in: message"'.
get("/hello", {}, returns(200, Greeting), () => ({ massage: "Hello!" }))
// #endregion wrong
