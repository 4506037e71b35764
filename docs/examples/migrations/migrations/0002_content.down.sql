ALTER TABLE "notes" RENAME COLUMN "content" TO "body";
