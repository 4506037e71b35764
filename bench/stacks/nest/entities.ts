// The tables as TypeORM's decorators say them (https://docs.nestjs.com/techniques/database).
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type ValueTransformer } from "typeorm"

/** Dates as ISO 8601: TypeORM's own have no time zone. */
const isoDate: ValueTransformer = {
  from: (stored: string | null) => (stored === null ? null : new Date(stored)),
  to: (value: unknown) => (value instanceof Date ? value.toISOString() : value),
}

@Entity("users")
export class User {
  @PrimaryGeneratedColumn() id: number
  @Column("text") name: string
  @Column("text", { unique: true }) email: string
  @Column("text", { name: "created_at", transformer: isoDate }) createdAt: Date
}

@Entity("posts")
export class Post {
  @PrimaryGeneratedColumn() id: number
  @Column("text") title: string
  @Column("text") body: string
  @Column("simple-json") tags: string[]
  @Column("text", { name: "created_at", transformer: isoDate }) createdAt: Date
  @Column("text", { name: "edited_at", nullable: true, transformer: isoDate }) editedAt: Date | null
  @Column("integer", { name: "author_id" }) authorId: number
  @ManyToOne(() => User) @JoinColumn({ name: "author_id" }) author: User
}

@Entity("login_sessions")
export class LoginSession {
  @PrimaryGeneratedColumn() id: number
  @Column("text", { name: "token_hash", unique: true }) tokenHash: string
  @Column("text", { name: "expires_at", transformer: isoDate }) expiresAt: Date
  @ManyToOne(() => User) @JoinColumn({ name: "user_id" }) user: User
}
