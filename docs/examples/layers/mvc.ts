import { App, type Html, form, get, html, post, redirect } from "maru"
import { z } from "zod"

// #region model
class Todo {
  static readonly all: Todo[] = []
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  static add(text: string): void {
    Todo.all.push(new Todo(text))
  }
}
// #endregion model

// #region view
function page(todos: readonly Todo[]): Html {
  const items = todos.map(({ text }) => html`<li>${text}</li>`)
  const field = html`<input name="text" required /> <button>Add</button>`
  return html`<ul>${items}</ul><form method="post">${field}</form>`
}
// #endregion view

// #region controller
const show = get("/", {}, html(), () => page(Todo.all))

const add = post("/", { text: form(z.string().min(1)) }, redirect(), ({ text }) => {
  Todo.add(text)
  return "/"
})
// #endregion controller

export const app = new App({ title: "Todos", version: "1.0.0" }, [show, add])
