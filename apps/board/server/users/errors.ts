/** Somebody signed up with this address already. */
export class EmailTaken extends Error {
  constructor() {
    super("This e-mail address has an account already.")
  }
}

/** The password that was typed once more is not that of the account. */
export class WrongPassword extends Error {
  constructor() {
    super("The current password is not right.")
  }
}

/** Nobody has signed up with this address. */
export class UserNotFound extends Error {
  constructor() {
    super("Nobody has signed up with this e-mail address.")
  }
}

/** Somebody has this nickname already. */
export class NicknameTaken extends Error {
  constructor() {
    super("This nickname is taken.")
  }
}
