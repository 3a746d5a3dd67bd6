import type { ExceededLimit, UsageAmounts, UsageLimits } from './run-budget.ts'

/**
 * The amounts charged to a workspace.
 *
 * @public
 */
export interface ChargedAmounts extends UsageAmounts {
  /** The number of requests whose price is unknown, which the cost does not include. Defaults to 0. */
  unpriced?: number
  /** The duration of the model request in milliseconds. Defaults to 0. */
  ms?: number
}

/**
 * Tracks the usage of all model calls by a workspace's runs in the current calendar month (UTC), including reserved
 * amounts. A call reserves its estimated usage before it starts and is charged its actual usage when it ends. A call
 * that never ends is charged its estimate.
 *
 * @public
 */
export interface UsageLedger {
  /** Returns the monthly limits. An absent limit means unlimited. */
  readLimits(): Promise<UsageLimits>
  /**
   * Reserves the estimated usage of a call. If a limit would be exceeded, reserves nothing and returns that limit.
   * Concurrent calls cannot reserve more than the limits in total.
   *
   * @param effectKey The call's idempotency key. Reserving again replaces the reserved amounts, unless a limit would be
   *   exceeded.
   */
  reserve(effectKey: string, estimate: ChargedAmounts, limits: UsageLimits): Promise<ExceededLimit | undefined>
  /** Replaces a call's estimate with its actual usage. */
  settle(effectKey: string, usage: ChargedAmounts): Promise<void>
}
