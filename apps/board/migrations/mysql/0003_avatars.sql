ALTER TABLE `users`
  ADD COLUMN `avatar` varchar(16) NULL;

CREATE TABLE `avatars` (
  `user_id` bigint NOT NULL,
  `type` varchar(255) NOT NULL,
  `content` longblob NOT NULL,
  PRIMARY KEY (`user_id`),
  CONSTRAINT `avatars_type_check` CHECK (`type` IN ('image/png', 'image/jpeg', 'image/webp')),
  CONSTRAINT `avatars_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 /*M!100202 COLLATE utf8mb4_nopad_bin */ /*!80017 COLLATE utf8mb4_0900_bin */;
