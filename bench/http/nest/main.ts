// NestJS on Fastify (https://docs.nestjs.com/techniques/performance).
import "reflect-metadata"
import { ClassSerializerInterceptor, Module, ValidationPipe } from "@nestjs/common"
import { NestFactory, Reflector } from "@nestjs/core"
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify"
import { filesFolder } from "#http/files"
import { ItemController, OfferController, PeopleController, topicControllers } from "./controllers.ts"
import { LayersController } from "./layers.ts"
import { ReportController, reportProviders } from "./report.ts"

// A module of Nest is its decorator.
@Module({
  controllers: [
    ItemController,
    OfferController,
    PeopleController,
    ReportController,
    LayersController,
    ...topicControllers,
  ],
  providers: reportProviders,
})
// oxlint-disable-next-line typescript/no-extraneous-class
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: ["error"] })
app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }))
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector), { strategy: "excludeAll" }))
app.useStaticAssets({ root: filesFolder, prefix: "/files/" })
await app.listen(0, "127.0.0.1")
console.log(`Listening on ${await app.getUrl()}`)
