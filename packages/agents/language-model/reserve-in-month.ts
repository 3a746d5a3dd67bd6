import type { ChargedAmounts, ExceededLimit, UsageLedger, UsageLimits } from '@aw-flow/engine'

/**
 * The time that a request reserves in one step, in ms. It is also the estimated duration of an interrupted request.
 * @internal
 */
export const estimatedRequestMs = 60_000

/** A reservation of monthly usage for a request in progress. @internal */
export interface MonthlyReservation {
  /** Aborted when the month's time is used up. */
  readonly signal: AbortSignal
  /** Returns the limit that was exceeded, or `undefined` as long as `signal` is not aborted. */
  getExceededLimit(): ExceededLimit | undefined
  /** Stops reserving time. Must be called when the request ends. */
  stop(): void
}

/**
 * Reserves a request's estimated usage in the current month. Also reserves one minute of time, or the month's remaining
 * time if less is left. If the month's time is limited, another minute is reserved whenever the request has used up the
 * previous one, so that parallel requests do not exceed the limit.
 *
 * @param idempotencyKey The request's idempotency key.
 * @param estimate The estimated usage. Its `ms` covers only earlier attempts that were interrupted, not the request
 * itself.
 * @returns The reservation, or the limit that the request would exceed.
 * @internal
 */
export async function reserveMonthlyUsage(
  ledger: UsageLedger,
  idempotencyKey: string,
  estimate: ChargedAmounts,
  limits: UsageLimits,
): Promise<MonthlyReservation | ExceededLimit> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  let exceededLimit: ExceededLimit | undefined

  /** Reserves the next period or the remaining time. Returns the total reserved time in ms, or the exceeded limit. */
  const reserveTime = async (reservedMs: number): Promise<number | ExceededLimit> => {
    for (let ms = estimatedRequestMs; ;) {
      const refusal = await ledger.reserve(idempotencyKey, { ...estimate, ms: reservedMs + ms }, limits)
      if (!refusal) return reservedMs + ms
      if (refusal.limit !== 'ms') return refusal
      const used = refusal.used + reservedMs
      if (refusal.max - used < 1) return { ...refusal, used, needed: estimatedRequestMs }
      ms = refusal.max - used
    }
  }
  const scheduleNext = (reservedMs: number, durationMs: number): void => {
    timer = setTimeout(async () => {
      // If the reservation cannot be stored, the request continues and its time is charged when it ends.
      const reserveOutcome = await reserveTime(reservedMs).catch(() => reservedMs + estimatedRequestMs)
      if (isStopped) return
      if (typeof reserveOutcome === 'number') return scheduleNext(reserveOutcome, reserveOutcome - reservedMs)
      exceededLimit = reserveOutcome
      controller.abort()
    }, durationMs)
  }

  const lostMs = estimate.ms ?? 0
  const reserveOutcome = await reserveTime(lostMs)
  if (typeof reserveOutcome !== 'number') return reserveOutcome
  if (limits.ms !== undefined) scheduleNext(reserveOutcome, reserveOutcome - lostMs)
  return {
    signal: controller.signal,
    getExceededLimit: () => exceededLimit,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
