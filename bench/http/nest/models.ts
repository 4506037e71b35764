// What comes in, checked by class-validator (https://docs.nestjs.com/techniques/validation), and what leaves, written by
// class-transformer (https://docs.nestjs.com/techniques/serialization).
import { Expose, Transform, Type } from "class-transformer"
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator"
import { type Role, emailPattern, zipPattern } from "#http/domain"

export class Item {
  @Expose() id: number
  @Expose() name: string
  @Expose() price: number
  @Expose() inStock: boolean
  @Expose() tags: string[]
}

export class OfferPath {
  @IsString() shop: string
  @Type(() => Number) @IsInt() item: number
}

export class OfferQuery {
  @Type(() => Number) @IsInt() @Min(1) @Max(100) limit: number
  @Type(() => Number) @IsNumber() @Min(0) maxPrice: number
  @Transform(({ value }) => (value === "true" ? true : value === "false" ? false : value))
  @IsBoolean()
  available: boolean
}

export class Offer {
  @Expose() shop: string
  @Expose() item: number
  @Expose() limit: number
  @Expose() maxPrice: number
  @Expose() available: boolean
}

export class AddressIn {
  @IsString() @Length(1, 100) street: string
  @IsString() @Length(1, 50) city: string
  @Matches(zipPattern) zip: string
}

export class PersonIn {
  @IsString() @Length(1, 50) name: string
  @Matches(emailPattern) email: string
  @IsInt() @Min(0) @Max(150) age: number
  @IsBoolean() active: boolean
  @IsIn(["admin", "editor", "reader"]) role: Role
  @IsNumber() score: number
  @IsArray() @ArrayMaxSize(10) @IsString({ each: true }) tags: string[]
  @IsDefined() @ValidateNested() @Type(() => AddressIn) address: AddressIn
}

export class AddressOut {
  @Expose() street: string
  @Expose() city: string
  @Expose() zip: string
}

export class PersonOut {
  @Expose() id: number
  @Expose() name: string
  @Expose() email: string
  @Expose() age: number
  @Expose() active: boolean
  @Expose() role: Role
  @Expose() score: number
  @Expose() tags: string[]
  @Expose() @Type(() => AddressOut) address: AddressOut
}

export class Report {
  @Expose() member: string
  @Expose() rights: string[]
  @Expose() open: boolean
}

export class Topic {
  @Expose() route: number
  @Expose() id: string
}
