import { app, tokens } from "./tokens.ts"

for (const [who, role] of [
  ["mina", "reader"],
  ["joon", "editor"],
] as const) {
  const authorization = `Bearer ${await tokens.issue(who, { role })}`
  for (const target of ["/me", "/drafts", "/notes/1"]) {
    const answer = await app.fetch(new Request(`http://localhost:8000${target}`, { headers: { authorization } }))
    console.log(who, target, answer.status)
  }
}
