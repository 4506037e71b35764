/** What was sent is none of the images that browsers show everywhere. */
export class NotAnImage extends Error {
  constructor() {
    super("An avatar is a PNG, a JPEG or a WebP image, and this is none of them.")
  }
}

/** There is no such user, or they have no avatar. */
export class AvatarNotFound extends Error {
  constructor() {
    super("There is no such avatar.")
  }
}
