import { type Epilogue, epilogue } from "../../endpoint/epilogue.ts"
import { request } from "../../endpoint/signature.ts"
import type { CookieKeys } from "../../http/cookies/cookie-keys.ts"
import { hostCookie, readHostCookie } from "../../http/cookies/host-cookie.ts"
import type { HttpRequest } from "../../http/message.ts"
import { type Provider, dependency } from "../../provider/provider.ts"

/** How a signed or encrypted cookie is made. */
export interface SealedCookieOptions {
  readonly keys: CookieKeys
  /** Seconds that it lasts, in the browser and for us. Without it, until the browser closes. */
  readonly maxAge?: number
  /** Default "lax". */
  readonly sameSite?: "strict" | "lax"
  /** Readable by scripts of the page; only for signed cookies worth anything. Default false. */
  readonly scripts?: boolean
  /** Sent over plain HTTP on every host, for networks without certificates. Default: on loopback alone. */
  readonly insecure?: boolean
}

/** A cookie of one request: what came, and what the answer shall set. */
export interface SealedCookie {
  /** What the browser sent, if it is ours and has not ended. */
  readonly value: string | undefined
  /** Sets it with the answer. An answer to an error sets nothing. */
  set(value: string): void
  /** Removes it with the answer. */
  delete(): void
}

interface Seal {
  readonly close: (name: string, value: string, maxAge: number | undefined) => string
  readonly open: (name: string, text: string) => string | undefined
}

/**
 * A cookie that people can read and cannot change. Its name has the prefix `__Host-` outside loopback, where it is
 * Secure too.
 *
 * @param name without a prefix
 * @example
 * const visits = signedCookie("visits", { keys, maxAge: 30 * 24 * 60 * 60 })
 * get("/", { visits }, returns(200, z.string()), ({ visits }) => { visits.set("1"); return "Hello" })
 */
export function signedCookie(name: string, options: SealedCookieOptions): Provider<SealedCookie> {
  const { keys } = options
  return sealed(name, options, {
    close: (as, value, maxAge) => keys.sign(as, value, maxAge),
    open: (as, text) => keys.verify(as, text),
  })
}

/**
 * A cookie that people can neither read nor change. Its name has the prefix `__Host-` outside loopback, where it is
 * Secure too.
 *
 * @param name without a prefix
 */
export function encryptedCookie(name: string, options: SealedCookieOptions): Provider<SealedCookie> {
  const { keys } = options
  return sealed(name, options, {
    close: (as, value, maxAge) => keys.encrypt(as, value, maxAge),
    open: (as, text) => keys.decrypt(as, text),
  })
}

function sealed(name: string, options: SealedCookieOptions, seal: Seal): Provider<SealedCookie> {
  const make = ({
    request,
    epilogue,
  }: {
    readonly request: HttpRequest
    readonly epilogue: Epilogue
  }): SealedCookie => {
    const { sameSite, maxAge, scripts = false, insecure } = options
    const { name: sent, secure } = hostCookie(name, request.host, insecure)
    const text = readHostCookie(name, request, insecure)
    return {
      value: text === undefined ? undefined : seal.open(name, text),
      set: (value) =>
        epilogue.setCookie(sent, {
          value: seal.close(name, value, maxAge),
          httpOnly: !scripts,
          maxAge,
          secure,
          sameSite,
        }),
      delete: () => epilogue.setCookie(sent, { value: "", maxAge: 0, secure, sameSite }),
    }
  }
  return dependency({ request, epilogue }, make, { name: `cookie ${name}` })
}
