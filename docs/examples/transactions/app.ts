import { App, lifespan } from "maru"
import { database } from "./concert.ts"

export const app = new App({ title: "Concerts", version: "1.0.0" }, [lifespan(database)])
