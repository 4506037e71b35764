import { raises } from "../../endpoint/errors.ts"
import { Forbidden, NotFound } from "../../http/http-error.ts"
import { type Provider, type Signature, dependency } from "../../provider/provider.ts"

type Rule<T> = (value: T) => boolean | Promise<boolean>

/**
 * Lets those through whom a rule holds for, and answers 403 to others. It stands on the provider of the user, so that
 * somebody unknown gets that provider's 401 first.
 *
 * @param user provider of who asks
 * @param rule whether they may
 * @param reason a sentence for those who may not
 * @example
 * const admin = requires(currentUser, (user) => user.role === "admin", "Admins only.")
 */
export function requires<T, N extends string>(user: Provider<T, N>, rule: Rule<T>, reason?: string): Provider<T, N> {
  const make = async ({ user }: { readonly user: T }): Promise<T> => {
    if (await rule(user)) return user
    throw new Forbidden(reason)
  }
  return dependency({ user } as Signature, make as never, { raises: raises(403, Forbidden) }) as Provider<T, N>
}

/** How `owner` answers others. */
export interface OwnerOptions {
  /** Answers 404 to others, where they shall not even learn that the thing is there. Default: 403. */
  readonly hide?: boolean
  /** A sentence for others. */
  readonly reason?: string
}

/**
 * A thing, for those it belongs to; others get 403, or 404.
 *
 * @param user provider of who asks
 * @param thing provider of the thing; it answers 404 itself where there is none
 * @param owns whether it belongs to them
 * @example
 * const ownPost = owner(currentUser, post, (user, post) => post.authorId === user.id)
 */
export function owner<U, T, N extends string, M extends string>(
  user: Provider<U, N>,
  thing: Provider<T, M>,
  owns: (user: U, thing: T) => boolean | Promise<boolean>,
  { hide = false, reason }: OwnerOptions = {},
): Provider<T, N | M> {
  const make = async (args: { readonly user: U; readonly thing: T }): Promise<T> => {
    if (await owns(args.user, args.thing)) return args.thing
    throw hide ? new NotFound() : new Forbidden(reason)
  }
  const declared = hide ? raises(404, NotFound) : raises(403, Forbidden)
  return dependency({ user, thing } as Signature, make as never, { raises: declared }) as Provider<T, N | M>
}
