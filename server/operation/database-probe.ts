import { setTimeout as sleep } from 'node:timers/promises'

/** Time that a check waits for the database, in ms. */
const defaultTimeoutMs = 2000
/** Time without any answer after which a database that does not respond counts as gone, in ms. */
const maxSilenceMs = 60_000

export function createDatabaseProbe(now: () => number, timeoutMs = defaultTimeoutMs) {
  let lastAnswerAt = -Infinity
  let pendingPing: Promise<void> | undefined
  const startPing = async (ping: () => Promise<void>): Promise<void> => {
    try {
      await ping()
      lastAnswerAt = now()
    } catch (cause) {
      lastAnswerAt = -Infinity
      throw cause
    } finally {
      pendingPing = undefined
    }
  }
  return {
    /**
     * Returns whether the database accepts statements. One that is slow does, as long as it has answered within the last
     * minute: load balancers would otherwise take all servers of a busy database out of service at once.
     *
     * @throws The error of the database, if it refuses statements.
     */
    async isResponding(ping: () => Promise<void>): Promise<boolean> {
      // Checks of a slow database share one statement, so that they do not make it slower.
      pendingPing ??= startPing(ping)
      pendingPing.catch(() => undefined)
      const hasTimedOut = await Promise.race([pendingPing.then(() => false), sleep(timeoutMs, true, { ref: false })])
      return !hasTimedOut || now() - lastAnswerAt < maxSilenceMs
    },
  }
}
