import { error, ProblemError } from '@aw-flow/schema'

interface Policy {
  createScriptURL(url: string): string
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy
}

/** A registered symbol, so that several copies of this module in one page share the `aw` policy. */
const key = Symbol.for('aw.trusted-types-policy')
type GlobalWithPolicy = { trustedTypes?: PolicyFactory; [key]?: Policy }

/**
 * Converts the URL of a script in this package to a trusted URL, using the Trusted Types policy `aw`. In browsers
 * without Trusted Types, the function performs the same check.
 *
 * @throws {ProblemError} If the URL is neither on the page's own origin nor a `blob:` URL.
 * @internal
 */
export function toTrustedScriptUrl(url: string): string {
  const global = globalThis as GlobalWithPolicy
  global[key] ??= global.trustedTypes?.createPolicy('aw', { createScriptURL: requireSameOrigin }) ?? {
    createScriptURL: requireSameOrigin,
  }
  return global[key].createScriptURL(url)
}

function requireSameOrigin(url: string): string {
  const resolvedUrl = new URL(url, location.href)
  // Browsers load a `blob:` URL only in the origin that created it. The origin of a page from disk is opaque.
  if (resolvedUrl.origin === location.origin || resolvedUrl.protocol === 'blob:') return resolvedUrl.href
  throw new ProblemError(error('engine.failed.cross-origin-worker', { url: resolvedUrl.href, origin: location.origin }))
}
