import { App, lifespan } from "maru"
import { database } from "./shop.ts"

export const app = new App({ title: "Shop", version: "1.0.0" }, [lifespan(database)])
