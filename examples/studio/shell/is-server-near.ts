/** Maximum round trip to a nearby server, in ms. */
const maxRoundTripMs = 30
const maxAttempts = 5

/**
 * Returns whether this page's server is near enough to prefetch large files: it responds to a small file within 30
 * ms (the same machine or network, or the browser's cache). An unreachable server counts as distant.
 */
export async function isServerNear(): Promise<boolean> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const startedAt = performance.now()
    try {
      await (await fetch('/mark.svg', { cache: 'no-store' })).arrayBuffer()
    } catch {
      return false
    }
    if (performance.now() - startedAt < maxRoundTripMs) return true
  }
  return false
}
