// Middleware of all requests and of those with a route (https://docs.adonisjs.com/guides/basics/middleware).
import router from "@adonisjs/core/services/router"
import server from "@adonisjs/core/services/server"

server.errorHandler(() => import("./exception-handler.ts"))
server.use([() => import("./force-json.ts"), () => import("@adonisjs/static/static_middleware")])
router.use([() => import("@adonisjs/core/bodyparser_middleware")])
