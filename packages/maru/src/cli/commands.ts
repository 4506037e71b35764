import type { Command, Option } from "./command.ts"

const port: Option = {
  type: "string",
  value: "PORT",
  help: "port to listen on; default PORT, else 8000; 0 takes a free one",
}
const host: Option = { type: "string", value: "HOST", help: "address to listen on; default HOST, else 127.0.0.1" }
const allowHost: Option = {
  type: "string",
  value: "NAME",
  multiple: true,
  help: "host name that requests may ask for; repeatable; default localhost",
}
const json: Option = { type: "boolean", help: "print JSON" }
const appNote = `The application is the export \`app\`, or the default export, of the file. Without a file it is the first
of server/app.ts, src/app.ts and app.ts that exists.`

const serving = { port, host, "allow-host": allowHost }

export type CommandName = "dev" | "serve" | "routes" | "explain" | "openapi" | "migrate" | "dev-child"

/** All commands of `maru`. */
export const commands: Readonly<Record<CommandName, Command>> = {
  dev: {
    summary: "Run the application and restart it when a file changes",
    usage: "[app file]",
    positionals: 1,
    options: serving,
    notes: appNote,
    load: () => import("./commands/dev.ts"),
  },
  serve: {
    summary: "Run the application in production, until SIGTERM or SIGINT",
    usage: "[app file]",
    positionals: 1,
    options: serving,
    notes: appNote,
    load: () => import("./commands/serve.ts"),
  },
  routes: {
    summary: "List every route with its name and source line",
    usage: "[app file]",
    positionals: 1,
    options: { json },
    notes: appNote,
    load: () => import("./commands/routes.ts"),
  },
  explain: {
    summary: "Show what one endpoint does, step by step",
    usage: '"METHOD /path" | operation.name',
    positionals: 2,
    options: { json, app: { type: "string", value: "FILE", help: "file of the application" } },
    notes: `maru explain "POST /api/posts"
maru explain "GET /api/posts/42"
maru explain posts.create

${appNote}`,
    load: () => import("./commands/explain.ts"),
  },
  openapi: {
    summary: "Print the OpenAPI document",
    usage: "[app file]",
    positionals: 1,
    options: { out: { type: "string", value: "FILE", help: "write it to a file" } },
    notes: appNote,
    load: () => import("./commands/openapi.ts"),
  },
  migrate: {
    summary: "Compare the models with the database, and change it",
    usage: "diff NAME | up | down [COUNT] | status | check [file]",
    positionals: 3,
    options: {
      database: { type: "boolean", help: "diff, check: compare with the live database, not with snapshot.json" },
      rename: { type: "string", value: "OLD=NEW", multiple: true, help: "diff: a table or column has another name" },
      drop: { type: "string", value: "NAME", multiple: true, help: "diff: a table or column is to go" },
      fill: { type: "string", value: "COLUMN=VALUE", multiple: true, help: "diff: what rows get that have no value" },
      empty: { type: "boolean", help: "diff: write a migration to be filled in by hand" },
      "allow-destructive": { type: "boolean", help: "diff, down: destroy what is stored" },
      "resume-at": { type: "string", value: "NUMBER", help: "up, down: go on with this statement (MySQL)" },
      json,
    },
    notes: `maru migrate diff add_ratings   write migrations/0002_add_ratings.sql and its way back, 0002_add_ratings.down.sql
maru migrate up                 apply what is new
maru migrate down 2             take the last two back
maru migrate status             list what is applied and what is not
maru migrate check              leave with 1 if the models and the migrations differ

The file exports the database, as \`database\`, by default or under any name: connect(url, { migrations, models }); or
the application that starts it. Without a file it is the first of server/database.ts, src/database.ts, database.ts and
the places of an application that exists.`,
    load: () => import("./commands/migrate.ts"),
  },
  "dev-child": {
    summary: "The part of `maru dev` that is restarted",
    usage: "[app file]",
    positionals: 1,
    options: serving,
    internal: true,
    load: () => import("./commands/dev-child.ts"),
  },
}
