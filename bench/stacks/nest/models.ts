// What comes in and what leaves.
import { Expose, Type } from "class-transformer"
import { ArrayMaxSize, IsArray, IsString, Length } from "class-validator"

export class PostIn {
  @IsString() @Length(1, 200) title: string
  @IsString() @Length(1, 20_000) body: string
  @IsArray() @ArrayMaxSize(10) @IsString({ each: true }) tags: string[]
}

export class Author {
  @Expose() id: number
  @Expose() name: string
}

export class PostOut {
  @Expose() id: number
  @Expose() title: string
  @Expose() body: string
  @Expose() tags: string[]
  @Expose() createdAt: Date
  @Expose() @Type(() => Author) author: Author
}

export class Created {
  @Expose() id: number
  @Expose() title: string
  @Expose() body: string
  @Expose() tags: string[]
  @Expose() authorId: number
}
