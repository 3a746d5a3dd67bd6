const hour = 3_600_000
/** Delay after the start in milliseconds, so that the first requests are not slowed down. */
const firstDelayMs = 60_000

/** Purges a minute after the start and then every hour, never twice at once. `close` waits for the current purge. */
export function purgeHourly(
  purge: () => Promise<unknown>,
  onFault: (cause: unknown) => void,
): { close(): Promise<void> } {
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let under: Promise<void> = Promise.resolve()
  const later = (ms: number): void => {
    if (isClosed) return
    timer = setTimeout(() => {
      under = purge()
        .then(() => undefined, onFault)
        .finally(() => later(hour))
    }, ms)
    timer.unref()
  }
  later(firstDelayMs)
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await under
    },
  }
}
