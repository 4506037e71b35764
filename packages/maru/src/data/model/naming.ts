/** `createdAt` → `created_at`, `passwordHash` → `password_hash`, `URLPath` → `url_path`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
}
