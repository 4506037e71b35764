// Runs in an empty project that has nothing but the packed framework and zod; see checks/pack.ts.
import { App, body, get, path, post, query, returns, router } from "maru"
import { z } from "zod"

const Greeting = z.object({ text: z.string(), times: z.int() })

const greet = get(
  "/:name",
  { name: path(z.string()), times: query(z.int().default(1)) },
  returns(200, Greeting),
  ({ name, times }) => ({ text: `Hello, ${name}`, times }),
)

const keep = post("/", { input: body(Greeting) }, returns(201, Greeting), ({ input }) => input)

const app = new App({ title: "Hello", version: "1.0.0" }, [router("/hello", { greet, keep })])

async function ask(path: string, init?: RequestInit): Promise<string> {
  const response = await app.fetch(new Request(`http://localhost${path}`, init))
  return `${response.status} ${await response.text()}`
}

console.log(await ask("/hello/world?times=3"))
console.log(
  await ask("/hello", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "kept", times: 2, extra: true }),
  }),
)
console.log((await ask("/hello/world?times=three")).slice(0, 3))
await app.close()
