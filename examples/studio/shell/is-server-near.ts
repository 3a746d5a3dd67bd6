import { toPath } from './base-path.ts'

/** Maximum round-trip time to a nearby server, in ms. */
const maxRoundTripMs = 30
const maxAttempts = 5

/**
 * Returns whether large files can be prefetched from the server of this page, which is the case if a small file arrives
 * within 30 ms, for example from the same machine, a local network, or the browser's cache. Returns false if the server
 * is unreachable.
 */
export async function isServerNearby(): Promise<boolean> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const startedAt = performance.now()
    try {
      await (await fetch(toPath('/mark.svg'), { cache: 'no-store' })).arrayBuffer()
    } catch {
      return false
    }
    if (performance.now() - startedAt < maxRoundTripMs) return true
  }
  return false
}
