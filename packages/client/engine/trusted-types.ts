import { error, ProblemError } from '@aw-flow/schema'

interface Policy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy
}

/** A registered symbol, so that two copies of this module in one page share the policy `aw`. */
const key = Symbol.for('aw.trusted-types-policy')
type Holder = { trustedTypes?: PolicyFactory; [key]?: Policy }

/**
 * Converts the URL of a script of this package to a trusted URL, with the Trusted Types policy `aw`. Browsers without
 * Trusted Types perform the same check.
 *
 * @throws {ProblemError} If the URL does not have the page's own origin.
 * @internal
 */
export function trustedScriptUrl(url: string): string {
  const global = globalThis as Holder
  global[key] ??= global.trustedTypes?.createPolicy('aw', { createScriptURL: requireOwnOrigin }) ?? {
    createScriptURL: requireOwnOrigin,
  }
  return global[key].createScriptURL(url)
}

function requireOwnOrigin(url: string): string {
  const absolute = new URL(url, location.href)
  if (absolute.origin === location.origin) return absolute.href
  throw new ProblemError(error('engine.failed.foreign-worker', { url: absolute.href, origin: location.origin }))
}
