const hour = 3_600_000
/** After the start, so that what is waited for comes first; in milliseconds. */
const patience = 60_000

/** Does it a minute after the start and then hour by hour, never twice at once. `close` waits for what is under way. */
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
  later(patience)
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await under
    },
  }
}
