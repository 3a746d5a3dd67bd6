/** Result of a request from this page. `outdated`: the server now allows the host, but this page was loaded before. */
export type Reach = 'answers' | 'silent' | 'refused' | 'outdated'

/** A browser may report a policy violation this long after the request failed, in ms. */
const violationDelayMs = 250

/** Records the origins that the page's policy blocks, until it is stopped. */
export function watchRefusals(): { has(address: string): Promise<boolean>; end(): void } {
  const refused = new Set<string>()
  const onViolation = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
    if (URL.canParse(blockedURI)) refused.add(new URL(blockedURI).origin)
  }
  document.addEventListener('securitypolicyviolation', onViolation)
  return {
    async has(address) {
      const { origin } = new URL(address)
      if (!refused.has(origin)) {
        await new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', resolve, { once: true })
          setTimeout(resolve, violationDelayMs)
        })
      }
      return refused.has(origin)
    },
    end: () => document.removeEventListener('securitypolicyviolation', onViolation),
  }
}

/** Timeout of a service, in ms. */
const timeoutMs = 10_000

/**
 * Requests the models of an OpenAI-compatible service as runs in this page do, but without the API key, which the
 * service may reject.
 */
export async function reachOf(address: string): Promise<Reach> {
  const refusals = watchRefusals()
  try {
    const modelsUrl = `${address.replace(/\/$/, '')}/models`
    await fetch(modelsUrl, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    return 'answers'
  } catch {
    if (!(await refusals.has(address))) return 'silent'
    return (await isAllowedNow(address)) ? 'outdated' : 'refused'
  } finally {
    refusals.end()
  }
}

/** Whether the server of this page allows the origin now, regardless of the cached page. */
async function isAllowedNow(address: string): Promise<boolean> {
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
