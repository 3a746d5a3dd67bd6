import { NodeError, type Clock, type Egress } from '@aw-flow/engine'
import { runWithTrace } from '../operation/current-trace.ts'
import type { ClaimedDelivery, Deliveries } from './deliveries.ts'
import { buildDeliveryRequest } from './delivery-request.ts'
import type { DeliveryAttempt } from './endpoint.ts'

/** Sends the deliveries of endpoints. Any number of servers may have one for the same store. */
export interface DeliverySender {
  /** Waits for the requests in progress. */
  close(): Promise<void>
}

export interface DeliverySenderOptions {
  deliveries: Deliveries
  clock: Pick<Clock, 'now' | 'elapsed'>
  /** Sends requests to hosts outside, within the host rules of the server. */
  useEgress<T>(workspace: string, use: (egress: Egress) => Promise<T>): Promise<T>
  /** A number from 0 to 1, so that deliveries do not return together. */
  random(): number
  onFault(cause: unknown): void
}

/** Delays after failed attempts in seconds. After the last one, the delivery has failed. */
const retrySeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 86_400]
/** Maximum random addition to a delay, as a share of it. */
const jitterShare = 0.1
/** Maximum delay that an endpoint can request with `Retry-After`, in seconds. */
const maxRetryAfterSeconds = 86_400
const requestTimeoutMs = 15_000
const maxResponseBytes = 64 * 1024
const pollMs = 1_000
const hourMs = 3_600_000

/** Opens a sender that looks for due deliveries from now on. */
export function openDeliverySender(options: DeliverySenderOptions): DeliverySender {
  const { deliveries, clock, onFault } = options
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let isFaulty = false
  /** On the monotonic clock, in ms. */
  let nextCleanup = 0
  let current: Promise<void> | undefined

  const check = async (): Promise<void> => {
    let count = 0
    try {
      count = await sendDueDeliveries(options)
      if (clock.elapsed() >= nextCleanup) {
        await deliveries.removeOld()
        nextCleanup = clock.elapsed() + hourMs
      }
      isFaulty = false
    } catch (cause) {
      // While the database is down, only the first failure is reported.
      if (!isFaulty && !isClosed) onFault(cause)
      isFaulty = true
    }
    if (isClosed) return
    timer = setTimeout(run, count > 0 ? 0 : pollMs)
    timer.unref()
  }
  const run = (): void => {
    if (isClosed) return
    current = runWithTrace(undefined, check).finally(() => (current = undefined))
  }
  run()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await current
    },
  }
}

/** Sends a batch of due deliveries. Returns how many were sent. */
export async function sendDueDeliveries(options: DeliverySenderOptions): Promise<number> {
  const claimed = await options.deliveries.claimDue()
  await Promise.all(claimed.map((delivery) => send(delivery, options)))
  return claimed.length
}

async function send(claimed: ClaimedDelivery, options: DeliverySenderOptions): Promise<void> {
  const { deliveries, clock, random } = options
  const { retryAfterSeconds = 0, ...attempt } = await request(claimed, options)
  const { status } = attempt
  const isDelivered = status !== undefined && status >= 200 && status < 300
  const isGone = status === 410
  const delaySeconds = retrySeconds[claimed.retries]
  if (isDelivered || isGone || delaySeconds === undefined) {
    await deliveries.record(claimed, { attempt, status: isDelivered ? 'delivered' : 'failed', isGone })
    return
  }
  const seconds = Math.max(delaySeconds * (1 + random() * jitterShare), retryAfterSeconds)
  await deliveries.record(claimed, { attempt, status: 'pending', nextAt: clock.now() + seconds * 1000, isGone })
}

async function request(
  claimed: ClaimedDelivery,
  { clock, useEgress, onFault }: DeliverySenderOptions,
): Promise<DeliveryAttempt & { retryAfterSeconds?: number }> {
  const { delivery, workspace, url, format, secrets } = claimed
  const now = clock.now()
  const startedAt = performance.now()
  const measure = () => ({ at: new Date(now).toISOString(), ms: Math.round(performance.now() - startedAt) })
  try {
    return await useEgress(workspace, async (egress) => {
      const response = await egress.fetch({
        method: 'POST',
        url,
        ...buildDeliveryRequest(delivery, { workspace, format, secrets, now }),
        // A redirect is a failure: the endpoint must have its final address.
        limits: {
          idleMs: requestTimeoutMs,
          totalMs: requestTimeoutMs,
          bodyBytes: maxResponseBytes,
          redirects: 0,
        },
        signal: AbortSignal.timeout(requestTimeoutMs),
      })
      await response.close()
      const seconds = Number(response.headers['retry-after'])
      return {
        ...measure(),
        status: response.status,
        ...(seconds > 0 ? { retryAfterSeconds: Math.min(seconds, maxRetryAfterSeconds) } : {}),
      }
    })
  } catch (cause) {
    if (cause instanceof NodeError) return { ...measure(), problem: cause.problem }
    if (!isTimeout(cause)) onFault(cause)
    return measure()
  }
}

const isTimeout = (cause: unknown): boolean => cause instanceof Error && /^(Abort|Timeout)Error$/.test(cause.name)
