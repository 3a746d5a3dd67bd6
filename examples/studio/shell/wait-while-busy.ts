const defaults = {
  /** How often the state is checked, in ms. */
  intervalMs: 500,
  /** After this time, work in the background starts even on a page that is always busy, in ms. */
  maxWaitMs: 60_000,
}

/** Waits while `isBusy` returns true. */
export async function waitWhileBusy(isBusy: () => boolean, options: Partial<typeof defaults> = {}): Promise<void> {
  const { intervalMs, maxWaitMs } = { ...defaults, ...options }
  const start = performance.now()
  while (isBusy() && performance.now() - start < maxWaitMs) {
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
}
