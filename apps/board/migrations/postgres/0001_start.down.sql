-- Destructive: drops the table post_likes with all its rows.
-- Destructive: drops the table login_sessions with all its rows.
-- Destructive: drops the table comments with all its rows.
-- Destructive: drops the table posts with all its rows.
-- Destructive: drops the table users with all its rows.

DROP TABLE "post_likes";

DROP TABLE "login_sessions";

DROP TABLE "comments";

DROP TABLE "posts";

DROP TABLE "users";
