import { get, path, returns, router } from "maru"
import { z } from "zod"

const list = get("/", { songId: path(z.int()) }, returns(204), () => {})

// #region wrong
// error: Argument of type '"/songs/:id/reviews"' is not assignable to parameter of type '"no path has :songId"'.
router("/songs/:id/reviews", { list })
// #endregion wrong
