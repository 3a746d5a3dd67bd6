/** Maximum delay between two polls of a run, in milliseconds. */
const maxDelayMs = 100

/**
 * Returns the delay before the next poll of a run, in milliseconds. Delays grow by half, because each poll is a statement
 * of a database that shares the processor with the run.
 */
export const nextPollDelay = (delayMs: number): number => Math.min(maxDelayMs, delayMs * 1.5)
