// Ten layers as interceptors (https://docs.nestjs.com/interceptors).
import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  type NestInterceptor,
  SerializeOptions,
  UseInterceptors,
} from "@nestjs/common"
import type { FastifyReply } from "fastify"
import { type Observable, tap } from "rxjs"
import { type Item as StoredItem, findItem, layerNames } from "#http/domain"
import { Item } from "./models.ts"

class Layer implements NestInterceptor {
  constructor(private readonly name: string) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>()
    return next.handle().pipe(tap(() => void reply.header(this.name, "1")))
  }
}

@Controller()
@UseInterceptors(...layerNames.map((name) => new Layer(name)))
export class LayersController {
  @Get("layers")
  @SerializeOptions({ type: Item })
  find(): StoredItem {
    return findItem()
  }
}
