import { describeResponse, NodeError, parseRetryAfter, type Clock, type Egress } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { repeatPerWorkspace } from '../operation/repeat-per-workspace.ts'
import type { RecurringTask } from '../operation/repeat-work.ts'
import type { ClaimedDelivery, Deliveries } from './deliveries.ts'
import { buildDeliveryRequest } from './delivery-request.ts'
import type { DeliveryAttempt } from './endpoint.ts'

export interface DeliverySenderOptions {
  deliveries: Deliveries
  clock: Pick<Clock, 'now' | 'elapsed'>
  /** Calls `use` with a client for external hosts that applies the server's host rules. */
  withEgress<T>(workspace: string, use: (egress: Egress) => Promise<T>): Promise<T>
  /** Returns a random number from 0 to 1. It is used to spread retries over time. */
  random(): number
  onError(cause: unknown): void
}

/** Delays before each retry, in seconds. After the last retry, the delivery is marked as failed. */
const retryDelaysSeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 86_400]
/** Maximum random extension of a delay, as a fraction of it. */
const jitterFraction = 0.1
/** Maximum delay that an endpoint can request with `Retry-After`, in seconds. */
const maxRetryAfterSeconds = 86_400
const requestTimeoutMs = 15_000
const maxResponseBytes = 64 * 1024

/**
 * Starts sending due deliveries. Several servers can do this for the same store. A slow endpoint delays only deliveries
 * from the same workspace.
 */
export function openDeliverySender(options: DeliverySenderOptions): RecurringTask {
  const { deliveries, onError } = options
  return repeatPerWorkspace({
    claimDue: (busyWorkspaces) => deliveries.claimDue(busyWorkspaces),
    perform: (delivery) => send(delivery, options),
    onError,
  })
}

/** Sends a batch of due deliveries. Returns the number of deliveries in the batch. */
export async function sendDueDeliveries(options: DeliverySenderOptions): Promise<number> {
  const claimedDeliveries = await options.deliveries.claimDue()
  await Promise.all(claimedDeliveries.map((delivery) => send(delivery, options)))
  return claimedDeliveries.length
}

async function send(claimedDelivery: ClaimedDelivery, options: DeliverySenderOptions): Promise<void> {
  const { deliveries, clock, random } = options
  const { retryAfterSeconds = 0, ...attempt } = await request(claimedDelivery, options)
  const { status } = attempt
  const isDelivered = status !== undefined && status >= 200 && status < 300
  const isGone = status === 410
  const delaySeconds = retryDelaysSeconds[claimedDelivery.attemptCount]
  if (isDelivered || isGone || delaySeconds === undefined) {
    await deliveries.record(claimedDelivery, { attempt, status: isDelivered ? 'delivered' : 'failed', isGone })
    return
  }
  const seconds = Math.max(delaySeconds * (1 + random() * jitterFraction), retryAfterSeconds)
  await deliveries.record(claimedDelivery, { attempt, status: 'pending', nextAt: clock.now() + seconds * 1000, isGone })
}

async function request(
  claimedDelivery: ClaimedDelivery,
  { clock, withEgress, onError }: DeliverySenderOptions,
): Promise<DeliveryAttempt & { retryAfterSeconds?: number }> {
  const { delivery, workspace, url, format, secrets } = claimedDelivery
  const now = clock.now()
  const startedAt = performance.now()
  const getTiming = () => ({ at: new Date(now).toISOString(), ms: Math.round(performance.now() - startedAt) })
  try {
    return await withEgress(workspace, async (egress) => {
      const response = await egress.fetch({
        method: 'POST',
        url,
        ...buildDeliveryRequest(delivery, { workspace, format, secrets, now }),
        // Redirects count as failures, because endpoints must be registered with their final URL.
        limits: {
          idleMs: requestTimeoutMs,
          totalMs: requestTimeoutMs,
          bodyBytes: maxResponseBytes,
          redirects: 0,
        },
        signal: AbortSignal.timeout(requestTimeoutMs),
      })
      const isSuccess = response.status >= 200 && response.status < 300
      const detail = isSuccess ? await response.close() : await describeResponse(response)
      const delayMs = parseRetryAfter(response.headers, { maxMs: maxRetryAfterSeconds * 1000, now: clock.now() })
      return {
        ...getTiming(),
        status: response.status,
        ...(typeof detail === 'string' && { problem: createRefusedProblem(url, response.status, detail) }),
        ...(delayMs ? { retryAfterSeconds: Math.ceil(delayMs / 1000) } : {}),
      }
    })
  } catch (cause) {
    if (cause instanceof NodeError) return { ...getTiming(), problem: cause.problem }
    if (!isTimeout(cause)) onError(cause)
    return getTiming()
  }
}

const createRefusedProblem = (url: string, status: number, detail: string): Problem =>
  error('endpoint.refused', { host: new URL(url).host, status: [status, detail].filter(Boolean).join(', ') })

const isTimeout = (cause: unknown): boolean => cause instanceof Error && /^(Abort|Timeout)Error$/.test(cause.name)
