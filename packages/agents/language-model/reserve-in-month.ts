import type { ChargedAmounts, ExceededLimit, UsageLedger, UsageLimits } from '@aw-flow/engine'

/** The duration that a request reserves at a time, in ms; also the estimated time of an interrupted request. @internal */
export const estimatedRequestMs = 60_000

/** A request in progress whose usage is reserved in a month. @internal */
export interface MonthReservation {
  /** Aborted when the time of the month is used up. */
  readonly signal: AbortSignal
  /** Returns the exceeded limit once `signal` is aborted. */
  getExceeded(): ExceededLimit | undefined
  /** Stops reserving time. Call it when the request ends. */
  end(): void
}

/**
 * Reserves the estimate of a request in the usage of a month, with one minute of time, or with the remaining time of
 * the month. If the time of the month is limited, another minute is reserved whenever the request has used the last
 * one, so that parallel requests do not exceed the limit.
 *
 * @param effect The idempotency key of the request.
 * @param estimate The estimate without the time of the request; its time is that of interrupted requests.
 * @returns The reservation, or the limit that the request would exceed.
 * @internal
 */
export async function reserveInMonth(
  ledger: UsageLedger,
  effect: string,
  estimate: ChargedAmounts,
  limits: UsageLimits,
): Promise<MonthReservation | ExceededLimit> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let hasEnded = false
  let exceeded: ExceededLimit | undefined

  /** Reserves the next period, or the remaining time. Returns the reserved time, or the exceeded limit. */
  const reserveTime = async (reservedMs: number): Promise<number | ExceededLimit> => {
    for (let ms = estimatedRequestMs; ;) {
      const refusal = await ledger.reserve(effect, { ...estimate, ms: reservedMs + ms }, limits)
      if (!refusal) return reservedMs + ms
      if (refusal.limit !== 'ms') return refusal
      const used = refusal.used + reservedMs
      if (refusal.max - used < 1) return { ...refusal, used, needed: estimatedRequestMs }
      ms = refusal.max - used
    }
  }
  const scheduleNext = (reservedMs: number, durationMs: number): void => {
    timer = setTimeout(async () => {
      // If it cannot be stored now, the time is charged when the request ends.
      const reserved = await reserveTime(reservedMs).catch(() => reservedMs + estimatedRequestMs)
      if (hasEnded) return
      if (typeof reserved === 'number') return scheduleNext(reserved, reserved - reservedMs)
      exceeded = reserved
      controller.abort()
    }, durationMs)
  }

  const lostMs = estimate.ms ?? 0
  const reserved = await reserveTime(lostMs)
  if (typeof reserved !== 'number') return reserved
  if (limits.ms !== undefined) scheduleNext(reserved, reserved - lostMs)
  return {
    signal: controller.signal,
    getExceeded: () => exceeded,
    end() {
      hasEnded = true
      clearTimeout(timer)
    },
  }
}
