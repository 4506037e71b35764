const loopbackHost = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

/**
 * Whether a Host header names this machine, where browsers treat plain HTTP as safe (W3C Secure Contexts, section 3.1)
 * but some of them refuse cookies that are Secure.
 */
export function isLoopbackHost(host: string): boolean {
  return loopbackHost.test(host)
}
