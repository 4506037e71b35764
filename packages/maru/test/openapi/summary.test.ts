import { expect, it } from "vitest"
import { summaryOf } from "../../src/openapi/operations/summary.ts"

it.each([
  ["posts.create", "Create post"],
  ["posts.list", "List posts"],
  ["categories.update", "Update category"],
  ["boxes.delete", "Delete box"],
  ["addresses.read", "Read address"],
  ["status.read", "Read status"],
  ["news.remove", "Remove news"],
  ["users.me", "Users: me"],
  ["session.create", "Create session"],
  ["posts.listComments", "List comments"],
  ["posts.exportAsCSV", "Export as CSV"],
  ["blog-posts.create", "Create blog post"],
  ["health", "Health"],
  ["getPostsById", "Get posts by id"],
])("makes %s readable: %s", (operation, summary) => {
  expect(summaryOf(operation)).toBe(summary)
})
