/** Somebody signed up with this address already. */
export class EmailTaken extends Error {
  constructor() {
    super("This e-mail address has an account already.")
  }
}

/** Somebody has this nickname already. */
export class NicknameTaken extends Error {
  constructor() {
    super("This nickname is taken.")
  }
}
