import { App, get, port, returns } from "maru"

const weather = port<{ degrees(city: string): number }>("weather")
const read = get("/", { weather }, returns(204), () => {})

export const app = new App({ title: "Weather", version: "1.0.0" }, [read])
