import { config } from "./config.ts"

console.log(JSON.stringify(config, undefined, 2))
console.log(config.STRIPE?.length)
