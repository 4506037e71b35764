import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Project, type Result } from "./project.ts"

let project: Project
beforeEach(() => {
  project = new Project({ "database.ts": database(post) })
})
afterEach(() => project[Symbol.dispose]())

const post = `title: z.string().max(200), body: z.string()`

function database(columns: string, table = "posts"): string {
  return `import { connect, model, primaryKey } from "maru/data"
import { z } from "zod"
class Post extends model("${table}", { id: primaryKey(), ${columns} }) {}
const migrations = new URL("./migrations/", import.meta.url)
export const database = connect("sqlite:./data/test.db", { migrations, models: [Post] })
`
}

const migrate = (...args: readonly string[]): Promise<Result> => project.maru(["migrate", ...args])
const read = (file: string): string => readFileSync(join(project.folder, "migrations", file), "utf8")

/** Changes the models. */
const change = (columns: string, table?: string): void => project.write("database.ts", database(columns, table))

describe("maru migrate", () => {
  it("writes, applies, shows and takes back", async () => {
    const first = await migrate("diff", "start")
    expect(first).toEqual({
      code: 0,
      stdout: "migrations/0001_start.sql\nmigrations/0001_start.down.sql\n  create table posts\n",
      stderr: "",
    })
    expect(read("0001_start.sql")).toBe(`CREATE TABLE "posts" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "body" TEXT NOT NULL
) STRICT;
`)
    expect(read("0001_start.down.sql")).toBe(`-- Destructive: drops the table posts with all its rows.

DROP TABLE "posts";
`)
    expect((await migrate("status")).stdout).toBe("0001_start.sql  pending\n")
    expect((await migrate("up")).stdout).toBe("applied 0001_start.sql\n")
    expect((await migrate("up")).stdout).toBe("Nothing to apply.\n")
    expect((await migrate("status")).stdout).toMatch(/^0001_start\.sql {2}applied {2}\d{4}-/)
    expect((await migrate("check")).code).toBe(0)
    expect((await migrate("check", "--database")).code).toBe(0)
    const refused = await migrate("down")
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain("drops the table posts with all its rows.\nSay --allow-destructive")
    expect((await migrate("down", "1", "--allow-destructive")).stdout).toBe("took back 0001_start.sql\n")
    expect((await migrate("down")).stdout).toBe("Nothing to take back.\n")
  })

  it("finds that models and migrations differ", async () => {
    await migrate("diff", "start")
    change(`${post}, rating: z.int().nullable()`)
    const { code, stderr } = await migrate("check")
    expect(code).toBe(1)
    expect(stderr).toBe(`The models and the migrations differ:
migrations:
  add column posts.rating
Run "maru migrate diff NAME".
`)
    await migrate("diff", "Add ratings!")
    expect(read("0002_add_ratings.sql")).toBe(`ALTER TABLE "posts" ADD COLUMN "rating" INTEGER;\n`)
    expect((await migrate("check")).stdout).toBe("The models and the migrations agree.\n")
    expect((await migrate("diff", "none")).stdout).toContain("there is nothing to write")
    expect(existsSync(join(project.folder, "migrations/0003_none.sql"))).toBe(false)
    await migrate("diff", "by hand", "--empty")
    expect(read("0003_by_hand.sql")).toContain("Write the statements")
  })

  it("asks for names, and never guesses", async () => {
    await migrate("diff", "start")
    change(`title: z.string(), content: z.string()`)
    const asked = await migrate("diff", "content")
    expect(asked.code).toBe(2)
    expect(asked.stderr).toContain(`  --rename posts.body=posts.content\n  --drop posts.body`)
    const slip = await migrate("diff", "content", "--rename", "posts.bdy=posts.content")
    expect(slip.stderr).toContain("--rename names posts.bdy. There is nothing of this name so far.")
    await migrate("diff", "content", "--rename", "posts.body=posts.content")
    expect(read("0002_content.sql")).toBe(`ALTER TABLE "posts" RENAME COLUMN "body" TO "content";\n`)
    expect(read("0002_content.down.sql")).toBe(`ALTER TABLE "posts" RENAME COLUMN "content" TO "body";\n`)
    change(`title: z.string(), content: z.string()`, "articles")
    expect((await migrate("diff", "articles")).stderr).toContain("--rename posts=articles\n  --drop posts")
    await migrate("diff", "articles", "--rename", "posts=articles")
    expect(read("0003_articles.sql")).toBe(`ALTER TABLE "posts" RENAME TO "articles";\n`)
    expect((await migrate("up")).code).toBe(0)
    expect((await migrate("check", "--database")).stdout).toContain("agree")
  })

  it("asks for values of required columns, and before it destroys", async () => {
    await migrate("diff", "start")
    change(`title: z.string(), rating: z.int()`)
    const asked = await migrate("diff", "rating")
    expect(asked.stderr).toContain("posts.rating (INTEGER) is required")
    expect(asked.stderr).toContain("--fill posts.rating=VALUE")
    const refused = await migrate("diff", "rating", "--fill", "posts.rating=5")
    expect(refused.stderr).toContain("drops the column posts.body with what it holds\nSay --allow-destructive")
    expect(existsSync(join(project.folder, "migrations/0002_rating.sql"))).toBe(false)
    await migrate("diff", "rating", "--fill", "posts.rating=5", "--allow-destructive")
    expect(read("0002_rating.sql")).toBe(`-- Destructive: drops the column posts.body with what it holds.

CREATE TABLE "_new_posts" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT,
  "title" TEXT NOT NULL,
  "rating" INTEGER NOT NULL
) STRICT;

INSERT INTO "_new_posts" ("id", "title", "rating")
  SELECT "id", "title", 5 FROM "posts";

DELETE FROM "sqlite_sequence" WHERE "name" = '_new_posts';

INSERT INTO "sqlite_sequence" ("name", "seq")
  SELECT '_new_posts', "seq" FROM "sqlite_sequence" WHERE "name" = 'posts';

DROP TABLE "posts";

ALTER TABLE "_new_posts" RENAME TO "posts";
`)
    expect(read("0002_rating.down.sql")).toContain("-- The values of posts.body are lost")
  })

  it("writes for each kind of database that has a folder", async () => {
    for (const dialect of ["sqlite", "postgres", "mysql"]) project.write(`migrations/${dialect}/.keep`, "")
    const { stdout } = await migrate("diff", "start")
    expect(stdout.match(/0001_start\.sql/g)).toHaveLength(3)
    expect(read("postgres/0001_start.sql")).toBe(`CREATE TABLE "posts" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "title" varchar(200) COLLATE "C" NOT NULL,
  "body" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("id")
);
`)
    expect(read("mysql/0001_start.sql")).toContain("`title` varchar(200) NOT NULL,")
    expect(read("mysql/snapshot.json")).toContain(`"dialect": "mysql"`)
    expect((await migrate("up")).stdout).toBe("applied 0001_start.sql\n")
  })

  it("finds the database of an application, and says what is missing", async () => {
    project.write(
      "app.ts",
      `import { App, lifespan } from "maru"
import { database } from "./database.ts"
export const app = new App({ title: "Posts", version: "1.0.0" }, [lifespan(database)])
`,
    )
    expect((await migrate("diff", "start", "app.ts")).code).toBe(0)
    project.write("empty.ts", "export const nothing = 1")
    expect((await migrate("status", "empty.ts")).stderr).toContain(
      "empty.ts exports neither a database nor an application",
    )
    expect((await migrate("status", "gone.ts")).stderr).toContain("There is no file gone.ts")
    expect((await migrate("sideways")).stderr).toContain(`"sideways" is none of them`)
    project.write(
      "bare.ts",
      `import { connect } from "maru/data"
export const database = connect("sqlite::memory:", { migrations: "./migrations" })
`,
    )
    expect((await migrate("check", "bare.ts")).stderr).toContain("does not know its models")
  })

  it("says what failed, and nothing of where in the program it was found", async () => {
    project.write("migrations/0001_start.sql", "CREATE TABEL one;")
    const { code, stderr } = await migrate("up")
    expect(code).toBe(1)
    expect(stderr).toBe(`0001_start.sql could not be applied: near "TABEL": syntax error. It has changed nothing.
    (migration-failed)
`)
  })

  it("takes a database that was made otherwise as its beginning", async () => {
    project.write(
      "migrations/0001_start.sql",
      `CREATE TABLE "posts" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "title" TEXT NOT NULL, "body" TEXT NOT NULL) STRICT;`,
    )
    expect((await migrate("check")).stderr).toContain("has migrations, but no snapshot.json")
    expect((await migrate("diff", "more", "--database")).stderr).toContain(`Run "maru migrate up" first`)
    await migrate("up")
    expect((await migrate("diff", "more", "--database")).stdout).toContain("nothing to write")
    expect((await migrate("check")).code).toBe(0)
  })
})
