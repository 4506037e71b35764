/** There is no post with this id. */
export class PostNotFound extends Error {
  constructor() {
    super("There is no such post.")
  }
}

/** Only its author may change or delete a post. */
export class NotTheAuthor extends Error {
  constructor() {
    super("Only the author of a post may change it.")
  }
}
