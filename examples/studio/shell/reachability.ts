import { basePath } from './base-path.ts'

/**
 * Result of a request from this page. `outdated` means that the server has allowed the host since this page was loaded,
 * so a reload is needed.
 */
export type Reachability = 'reachable' | 'unreachable' | 'blocked' | 'outdated'

/** Maximum time from a failed request until the browser reports the policy violation, in ms. */
const violationDelayMs = 250

/** Records which origins the page's content security policy blocks, until `stop` is called. */
export function watchBlockedOrigins(): { has(address: string): Promise<boolean>; stop(): void } {
  const blockedOrigins = new Set<string>()
  const onViolation = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
    if (URL.canParse(blockedURI)) blockedOrigins.add(new URL(blockedURI).origin)
  }
  document.addEventListener('securitypolicyviolation', onViolation)
  return {
    async has(address) {
      const { origin } = new URL(address)
      if (!blockedOrigins.has(origin)) {
        await new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', resolve, { once: true })
          setTimeout(resolve, violationDelayMs)
        })
      }
      return blockedOrigins.has(origin)
    },
    stop: () => document.removeEventListener('securitypolicyviolation', onViolation),
  }
}

/** Timeout of a request to a service, in ms. */
const timeoutMs = 10_000

/**
 * Tests whether runs on this page can reach an OpenAI-compatible service, by requesting its list of models. No API key
 * is sent, so the service may reject the request.
 */
export async function testReachability(address: string): Promise<Reachability> {
  const blockedOrigins = watchBlockedOrigins()
  try {
    const modelsUrl = `${address.replace(/\/$/, '')}/models`
    await fetch(modelsUrl, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    return 'reachable'
  } catch {
    if (!(await blockedOrigins.has(address))) return 'unreachable'
    return (await isCurrentlyAllowed(address)) ? 'outdated' : 'blocked'
  } finally {
    blockedOrigins.stop()
  }
}

/**
 * Returns whether the content security policy that the server currently sends allows the origin. The policy of the
 * loaded page may be older.
 */
async function isCurrentlyAllowed(address: string): Promise<boolean> {
  try {
    const { headers } = await fetch(basePath, { method: 'HEAD', cache: 'no-store' })
    const allowedSources = /connect-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? ''
    return allowedSources.split(' ').includes(new URL(address).origin)
  } catch {
    return false
  }
}

/**
 * Deletes the cached studio and reloads it from its server, because cached pages keep their old content security
 * policy. The service worker then caches the studio again.
 */
export async function reloadFromServer(): Promise<void> {
  try {
    for (const name of await caches.keys()) await caches.delete(name)
  } catch {
    // If cache storage is unavailable, there is nothing to delete.
  }
  location.reload()
}
