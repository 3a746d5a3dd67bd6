/** How an address is reached from this page; `outdated`: its own server would allow it by now, and this page is older. */
export type Reach = 'answers' | 'silent' | 'refused' | 'outdated'

/** A browser tells of a refusal after the request has failed: so many ms, where nothing else follows. */
const late = 250

/** Notes which addresses the policy of this page refuses, until it is ended. */
export function watchRefusals(): { has(address: string): Promise<boolean>; end(): void } {
  const refused = new Set<string>()
  const note = ({ blockedURI }: SecurityPolicyViolationEvent): void => {
    if (URL.canParse(blockedURI)) refused.add(new URL(blockedURI).origin)
  }
  document.addEventListener('securitypolicyviolation', note)
  return {
    async has(address) {
      const { origin } = new URL(address)
      if (!refused.has(origin)) {
        await new Promise((reported) => {
          document.addEventListener('securitypolicyviolation', reported, { once: true })
          setTimeout(reported, late)
        })
      }
      return refused.has(origin)
    },
    end: () => document.removeEventListener('securitypolicyviolation', note),
  }
}

/** A service that does not answer within so many ms is away. */
const wait = 10_000

/** Asks a service that speaks OpenAI's way for its models, as runs of this page would: without the key, which it may refuse. */
export async function reachOf(address: string): Promise<Reach> {
  const refusals = watchRefusals()
  try {
    const asked = `${address.replace(/\/$/, '')}/models`
    await fetch(asked, { credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(wait) })
    return 'answers'
  } catch {
    if (!(await refusals.has(address))) return 'silent'
    return (await isAllowedByNow(address)) ? 'outdated' : 'refused'
  } finally {
    refusals.end()
  }
}

/** What the server of this page allows now, whatever it allowed when the page was kept. */
async function isAllowedByNow(address: string): Promise<boolean> {
  try {
    const { headers } = await fetch('/', { method: 'HEAD', cache: 'no-store' })
    const allowed = /connect-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? ''
    return allowed.split(' ').includes(new URL(address).origin)
  } catch {
    return false
  }
}

/**
 * Loads the studio from its server, and forgets what was kept of it: its files had the policy of before. The service worker
 * keeps it anew.
 */
export async function loadAnew(): Promise<void> {
  try {
    for (const name of await caches.keys()) await caches.delete(name)
  } catch {
    // Where pages keep nothing, nothing is to be forgotten.
  }
  location.reload()
}
