import { type Html, html } from "maru"
import { documentOf } from "./document.ts"
import type { FormFaults } from "./faults.ts"
import type { Said } from "./said.ts"

/** A form as it is shown: what was typed before, and what was wrong with it. */
export interface FormState {
  /** Shows that the form is ours when it comes back. */
  readonly token: string
  readonly typed?: { readonly email: string; readonly nickname?: string }
  readonly faults?: FormFaults
}

export function loginView(said: Said, state: FormState): Html {
  const { account } = said.texts
  const view = html`<p class="lead">${account.logInText}</p>
    ${form("/forms/login", account.logIn, state, [
      field(state, { name: "email", type: "email", label: account.email, autocomplete: "username" }),
      field(state, { name: "password", type: "password", label: account.password, autocomplete: "current-password" }),
    ])}
    <p class="other">${account.noAccount} <a href="/forms/signup">${account.signUp}</a></p>`
  return documentOf(said, account.logIn, view)
}

export function signupView(said: Said, state: FormState): Html {
  const { account } = said.texts
  const { emailHint, nicknameHint, passwordHint } = account
  const view = html`<p class="lead">${account.signUpText}</p>
    ${form("/forms/signup", account.signUp, state, [
      field(state, { name: "email", type: "email", label: account.email, autocomplete: "email", hint: emailHint }),
      field(state, { name: "nickname", label: account.nickname, autocomplete: "nickname", hint: nicknameHint }),
      field(state, {
        name: "password",
        type: "password",
        label: account.password,
        autocomplete: "new-password",
        hint: passwordHint,
      }),
    ])}
    <p class="other">${account.haveAccount} <a href="/forms/login">${account.logIn}</a></p>`
  return documentOf(said, account.signUp, view)
}

/** Who is logged in, with the way out. */
export function accountView(said: Said, nickname: string, token: string): Html {
  const { header, account } = said.texts
  const view = html`<p class="lead">${header.loggedInAs(nickname)}</p>
    ${form("/forms/logout", header.logOut, { token }, [])}
    <p class="other"><a href="/">${account.toBoard}</a></p>`
  return documentOf(said, header.account, view)
}

/** The browser's own checks are off, so that all faults are seen at once. */
function form(action: string, button: string, { token, faults }: FormState, fields: readonly Html[]): Html {
  return html`<form class="form" method="post" action="${action}" novalidate>
    <input type="hidden" name="token" value="${token}" />
    ${faults?.form && html`<div class="form-faults" role="alert"><p>${faults.form}</p></div>`} ${fields}
    <div class="actions"><button type="submit">${button}</button></div>
  </form>`
}

interface Field {
  readonly name: "email" | "nickname" | "password"
  readonly type?: "email" | "password"
  readonly label: string
  readonly autocomplete: string
  readonly hint?: string
}

/** Label above, faults and hint below; a password is never sent back. */
function field({ typed, faults }: FormState, { name, type = "email", label, autocomplete, hint }: Field): Html {
  const id = `field-${name}`
  const wrong = faults?.fields?.[name]
  const value = name === "password" ? "" : (typed?.[name] ?? "")
  const kind = name === "nickname" ? "text" : type
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      type="${kind}"
      value="${value}"
      autocomplete="${autocomplete}"
      aria-invalid="${wrong ? "true" : "false"}"
      aria-describedby="${id}-faults ${id}-hint"
    />
    <ul class="faults" id="${id}-faults">
      ${wrong?.map((fault) => html`<li>${fault}</li>`)}
    </ul>
    <p class="hint" id="${id}-hint">${hint}</p>
  </div>`
}
