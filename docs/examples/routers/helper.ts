import { App, get, returns, router } from "maru"

const songs = {
  list: get("/", {}, returns(204), () => {}),
  pageSize: 20,
}

export const app = new App({ title: "Songs", version: "1.0.0" }, [router("/songs", songs)])
