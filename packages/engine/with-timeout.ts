/** The timeouts of combined signals, which must exist as long as these. */
const timeouts = new WeakMap<AbortSignal, AbortSignal>()

/**
 * Returns a signal that is aborted with the given one, or with a `TimeoutError` after `ms` milliseconds.
 *
 * Use it instead of `AbortSignal.any([signal, AbortSignal.timeout(ms)])`: in Node.js 20, the combined signal does not
 * keep the timeout in memory, so that it never fires after a garbage collection.
 *
 * @example
 * await fetch(url, { signal: withTimeout(signal, 10_000) })
 * @internal
 */
export function withTimeout(signal: AbortSignal, ms: number): AbortSignal {
  const timeout = AbortSignal.timeout(ms)
  const combinedSignal = AbortSignal.any([signal, timeout])
  timeouts.set(combinedSignal, timeout)
  return combinedSignal
}
