import { get, returns } from "maru"
import { z } from "zod"

const Song = z.object({ id: z.int(), title: z.string() })
const gone = returns(410)

// #region wrong
// error: Type '{ id: string; title: ""; }' is not assignable to type '"what the handler returns does not fit its outcome in: id"'.
get("/song", {}, returns(200, Song), () => ({ id: String(1), title: "" }))

// error: Argument of type '() => void' is not assignable to parameter of type '(args: Arguments<{}>) => "the handler may return nothing, and its outcome needs a value"'.
get("/song", {}, returns(200, Song), () => {})

// error: Type 'Reply<410>' is not assignable to type '"returns(410) is not an outcome of this endpoint"'.
get("/song", {}, returns(200, Song), () => gone())
// #endregion wrong
