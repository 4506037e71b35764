// Controllers of what needs nothing but its request (https://docs.nestjs.com/controllers).
import { Body, Controller, Get, HttpCode, Param, Post, Query, SerializeOptions, type Type } from "@nestjs/common"
import {
  type Item as StoredItem,
  type OfferQuery as FoundOffer,
  type Person,
  addPerson,
  findItem,
  findOffer,
  findTopic,
  openRoutes,
  plainRoutes,
} from "#http/domain"
import { Item, Offer, OfferPath, OfferQuery, PersonIn, PersonOut, Topic } from "./models.ts"

@Controller()
export class ItemController {
  @Get("json")
  @SerializeOptions({ type: Item })
  find(): StoredItem {
    return findItem()
  }
}

@Controller("shops/:shop/items/:item")
export class OfferController {
  @Get()
  @SerializeOptions({ type: Offer })
  find(@Param() path: OfferPath, @Query() query: OfferQuery): FoundOffer {
    return findOffer({ ...path, ...query })
  }
}

@Controller("people")
export class PeopleController {
  @Post()
  @HttpCode(200)
  @SerializeOptions({ type: PersonOut })
  add(@Body() person: PersonIn): Person {
    return addPerson(person)
  }
}

/** A controller for each of the 500 routes. */
export const topicControllers: Type[] = [
  ...plainRoutes.map(({ number, path }) => plainTopic(number, path)),
  ...openRoutes.map(({ number, start, end }) => openTopic(number, `${start}/:id/${end}`)),
]

function plainTopic(number: number, path: string): Type {
  @Controller()
  class TopicController {
    @Get(path)
    @SerializeOptions({ type: Topic })
    find(): Topic {
      return findTopic(number, "")
    }
  }
  return TopicController
}

function openTopic(number: number, path: string): Type {
  @Controller()
  class TopicController {
    @Get(path)
    @SerializeOptions({ type: Topic })
    find(@Param("id") id: string): Topic {
      return findTopic(number, id)
    }
  }
  return TopicController
}
