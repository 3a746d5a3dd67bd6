/** Result of a request from this page. `outdated`: the server allows the host only since this page was loaded. */
export type Reachability = 'reachable' | 'unreachable' | 'blocked' | 'outdated'

/** Maximum time between a failed request and the browser's report of the policy violation, in ms. */
const violationDelayMs = 250

/** Records the origins that the page's policy blocks, until `end` is called. */
export function watchBlockedOrigins(): { has(address: string): Promise<boolean>; end(): void } {
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
    end: () => document.removeEventListener('securitypolicyviolation', onViolation),
  }
}

/** Timeout of a request to a service, in ms. */
const timeoutMs = 10_000

/**
 * Lists the models of an OpenAI-compatible service to test whether runs in this page can reach it. Sends no API key, so
 * the service may reject the request.
 */
export async function testReachability(address: string): Promise<Reachability> {
  const blocked = watchBlockedOrigins()
  try {
    const modelsUrl = `${address.replace(/\/$/, '')}/models`
    await fetch(modelsUrl, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    return 'reachable'
  } catch {
    if (!(await blocked.has(address))) return 'unreachable'
    return (await isCurrentlyAllowed(address)) ? 'outdated' : 'blocked'
  } finally {
    blocked.end()
  }
}

/** Returns whether the current policy of the page's server allows the origin, regardless of the cached page. */
async function isCurrentlyAllowed(address: string): Promise<boolean> {
  try {
    const { headers } = await fetch('/', { method: 'HEAD', cache: 'no-store' })
    const allowed = /connect-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? ''
    return allowed.split(' ').includes(new URL(address).origin)
  } catch {
    return false
  }
}

/**
 * Deletes the cached studio and reloads it from its server, since cached pages have the old policy. The service worker
 * caches it again.
 */
export async function reloadFromServer(): Promise<void> {
  try {
    for (const name of await caches.keys()) await caches.delete(name)
  } catch {
    // Without cache storage, there is nothing to delete.
  }
  location.reload()
}
