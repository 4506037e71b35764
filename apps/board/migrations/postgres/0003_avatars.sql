ALTER TABLE "users" ADD COLUMN "avatar" varchar(16) COLLATE "C";

CREATE TABLE "avatars" (
  "user_id" bigint NOT NULL,
  "type" text COLLATE "C" NOT NULL,
  "content" bytea NOT NULL,
  PRIMARY KEY ("user_id"),
  CONSTRAINT "avatars_type_check" CHECK ("type" IN ('image/png', 'image/jpeg', 'image/webp')),
  CONSTRAINT "avatars_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);
