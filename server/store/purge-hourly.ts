const hourMs = 3_600_000
/** Delay before the first purge, in ms, so that it does not slow down the first requests. */
const firstDelayMs = 60_000

/** Purges one minute after the start and then every hour. Purges never overlap. `close` waits for the current purge. */
export function purgeHourly(
  purge: () => Promise<unknown>,
  onError: (cause: unknown) => void,
): { close(): Promise<void> } {
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let currentPurge: Promise<void> = Promise.resolve()
  const schedule = (ms: number): void => {
    if (isClosed) return
    timer = setTimeout(() => {
      currentPurge = purge()
        .then(() => undefined, onError)
        .finally(() => schedule(hourMs))
    }, ms)
    timer.unref()
  }
  schedule(firstDelayMs)
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await currentPurge
    },
  }
}
