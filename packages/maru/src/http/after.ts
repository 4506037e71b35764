/** What follows a value: at once, or when it has come. What is there at once is never waited for. */
export function after<T, R>(value: T | Promise<T>, follow: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(follow) : follow(value)
}
