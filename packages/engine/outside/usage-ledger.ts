import type { ExceededLimit, UsageAmounts, UsageLimits } from './run-budget.ts'

/**
 * Amounts that are charged to a workspace.
 *
 * @public
 */
export interface ChargedAmounts extends UsageAmounts {
  /** Requests whose price is unknown; they are not part of the cost. Default: 0. */
  unpriced?: number
  /** The time of the request to a model, in ms. Default: 0. */
  ms?: number
}

/**
 * The usage of all model calls that a workspace's runs make in the current calendar month (UTC), including reserved
 * amounts. A call reserves its estimate before it starts and is charged its actual usage when it ends; a call that
 * never ends remains charged at its estimate.
 *
 * @public
 */
export interface UsageLedger {
  /** Returns the limits of a month; an absent amount has none. */
  readLimits(): Promise<UsageLimits>
  /**
   * Reserves the estimate of a call; returns the exceeded limit instead if there is one. Together, concurrent calls
   * never reserve more than the limits.
   *
   * @param effect The idempotency key of the call. Reserving again replaces the amounts; if a limit is exceeded, the
   *   earlier ones remain.
   */
  reserve(effect: string, estimate: ChargedAmounts, limits: UsageLimits): Promise<ExceededLimit | undefined>
  /** Replaces the estimate of a call with its actual usage. */
  settle(effect: string, usage: ChargedAmounts): Promise<void>
}
