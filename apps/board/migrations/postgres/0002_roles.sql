ALTER TABLE "users" ADD COLUMN "role" text COLLATE "C" NOT NULL DEFAULT 'member';

ALTER TABLE "users" ALTER COLUMN "role" DROP DEFAULT;

ALTER TABLE "posts" ADD COLUMN "hidden" boolean NOT NULL DEFAULT 'false';

ALTER TABLE "posts" ALTER COLUMN "hidden" DROP DEFAULT;

ALTER TABLE "users" ADD CONSTRAINT "users_role_check" CHECK ("role" IN ('member', 'admin'));
