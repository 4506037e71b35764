import {
  Body,
  Controller,
  Get,
  Injectable,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post as PostMethod,
  SerializeOptions,
  UseGuards,
} from "@nestjs/common"
import { InjectRepository } from "@nestjs/typeorm"
import { DataSource, Repository } from "typeorm"
import { type Settings, listLength, settingsQuery } from "#stacks/domain"
import { Post, type User } from "./entities.ts"
import { CurrentUser, LoginGuard } from "./login.ts"
import { Created, PostIn, PostOut } from "./models.ts"

@Injectable()
export class PostsService {
  constructor(
    @InjectRepository(Post) private readonly posts: Repository<Post>,
    private readonly source: DataSource,
  ) {}

  list(): Promise<Post[]> {
    return this.posts.find({
      relations: { author: true },
      order: { createdAt: "desc", id: "desc" },
      take: listLength,
    })
  }

  async read(id: number): Promise<Post> {
    const found = await this.posts.findOne({ where: { id }, relations: { author: true } })
    if (!found) throw new NotFoundException()
    return found
  }

  async settings(): Promise<Settings | undefined> {
    const [settings] = await this.source.query<Settings[]>(settingsQuery)
    return settings
  }

  create(input: PostIn, author: User): Promise<Post> {
    return this.source.transaction((manager) =>
      manager.save(manager.create(Post, { ...input, authorId: author.id, createdAt: new Date(), editedAt: null })),
    )
  }
}

@Controller("posts")
export class PostsController {
  constructor(private readonly service: PostsService) {}

  @Get()
  @SerializeOptions({ type: PostOut })
  list(): Promise<Post[]> {
    return this.service.list()
  }

  @Get(":id")
  @UseGuards(LoginGuard)
  @SerializeOptions({ type: PostOut })
  read(@Param("id", ParseIntPipe) id: number): Promise<Post> {
    return this.service.read(id)
  }

  @PostMethod()
  @UseGuards(LoginGuard)
  @SerializeOptions({ type: Created })
  create(@Body() input: PostIn, @CurrentUser() author: User): Promise<Post> {
    return this.service.create(input, author)
  }
}

@Controller("settings")
export class SettingsController {
  constructor(private readonly service: PostsService) {}

  // A plain object has nothing exposed, which the interceptor would leave out.
  @Get()
  @SerializeOptions({ strategy: "exposeAll" })
  settings(): Promise<Settings | undefined> {
    return this.service.settings()
  }
}
