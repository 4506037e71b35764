import { App, get, returns, router } from "maru"

const list = get("/", {}, returns(204), () => {})
const listOld = get("/", {}, returns(204), () => {})

export const app = new App({ title: "Songs", version: "1.0.0" }, [
  router("/songs", { list }),
  router("/old/songs", { list: listOld }),
])
