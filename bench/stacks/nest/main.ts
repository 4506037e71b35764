// NestJS on Fastify, with TypeORM on better-sqlite3 (https://docs.nestjs.com/techniques/database).
import "reflect-metadata"
import cookie from "@fastify/cookie"
import { ClassSerializerInterceptor, Module, ValidationPipe } from "@nestjs/common"
import { NestFactory, Reflector } from "@nestjs/core"
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify"
import { TypeOrmModule } from "@nestjs/typeorm"
import Database from "better-sqlite3"
import { DataSource } from "typeorm"
import { settings } from "#data/raw"
import { databaseFile } from "#stacks/domain"
import { LoginSession, Post, User } from "./entities.ts"
import { LoginGuard } from "./login.ts"
import { PostsController, PostsService, SettingsController } from "./posts.ts"

const entities = [User, Post, LoginSession]

// A module of Nest is its decorator.
@Module({
  imports: [
    TypeOrmModule.forRoot({ type: "better-sqlite3", driver: Database, database: databaseFile, entities }),
    TypeOrmModule.forFeature(entities),
  ],
  controllers: [PostsController, SettingsController],
  providers: [PostsService, LoginGuard],
})
// oxlint-disable-next-line typescript/no-extraneous-class
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), { logger: ["error"] })
for (const setting of settings) await app.get(DataSource).query(setting)
await app.register(cookie)
app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }))
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector), { strategy: "excludeAll" }))
await app.listen(0, "127.0.0.1")
console.log(`Listening on ${await app.getUrl()}`)
