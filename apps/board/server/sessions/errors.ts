/** The user has no login of this number. */
export class DeviceNotFound extends Error {
  constructor() {
    super("You are not logged in on such a device.")
  }
}

/** Address and password do not belong together; which of the two is wrong stays unsaid. */
export class WrongCredentials extends Error {
  constructor() {
    super("E-mail address or password is wrong.")
  }
}
