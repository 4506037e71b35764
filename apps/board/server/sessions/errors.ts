/** Address and password do not belong together; which of the two is wrong stays unsaid. */
export class WrongCredentials extends Error {
  constructor() {
    super("E-mail address or password is wrong.")
  }
}
