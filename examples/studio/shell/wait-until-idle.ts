/** How often the state is checked, in ms. */
const intervalMs = 250

/**
 * Resolves once `isBusy` has returned false for `quietMs`, or after `maxWaitMs`, so that work in the background starts
 * even on a page that is never idle.
 */
export async function waitUntilIdle(
  isBusy: () => boolean,
  { quietMs = 1_000, maxWaitMs = 60_000 } = {},
): Promise<void> {
  const start = performance.now()
  let lastBusyAt = start
  while (performance.now() - lastBusyAt < quietMs && performance.now() - start < maxWaitMs) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(intervalMs, quietMs)))
    if (isBusy()) lastBusyAt = performance.now()
  }
}
