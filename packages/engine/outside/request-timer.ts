import { error } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import type { EgressLimits } from './egress.ts'

/** Enforces the time limits of a request. @internal */
export type RequestTimer = ReturnType<typeof startRequestTimer>

/**
 * Starts a timer whose signal aborts on the idle timeout, on the total timeout, or when `outerSignal` is aborted.
 * @internal
 */
export function startRequestTimer({ idleMs, totalMs }: EgressLimits, outerSignal: AbortSignal) {
  outerSignal.throwIfAborted()
  const controller = new AbortController()
  let reachedLimit: RequestTimer['exceededLimit']
  const abortFromOuter = (): void => controller.abort(outerSignal.reason)
  outerSignal.addEventListener('abort', abortFromOuter, { once: true })
  const createAbortHandler = (exceededLimit: RequestTimer['exceededLimit']) => (): void => {
    reachedLimit = exceededLimit
    controller.abort(new Error('The request timed out.'))
  }
  let idleTimer = setTimeout(createAbortHandler('idle'), idleMs)
  const totalTimer = setTimeout(createAbortHandler('total'), totalMs)
  return {
    signal: controller.signal,
    /** The time limit that was exceeded, if any. */
    get exceededLimit(): 'idle' | 'total' | undefined {
      return reachedLimit
    },
    /** Restarts the idle timeout. Call it whenever data arrives. */
    resetIdle(): void {
      clearTimeout(idleTimer)
      idleTimer = setTimeout(createAbortHandler('idle'), idleMs)
    },
    end(): void {
      clearTimeout(idleTimer)
      clearTimeout(totalTimer)
      outerSignal.removeEventListener('abort', abortFromOuter)
    },
  }
}

/** Creates the error for a request that exceeded a time limit. @internal */
export function createTimeoutError(url: URL, limits: EgressLimits, exceededLimit: 'idle' | 'total'): NodeError {
  const phase = exceededLimit === 'idle' ? 'idle' : 'total'
  return new NodeError('transient', error('egress.timeout', { host: url.host, phase, limit: limits[`${phase}Ms`] }))
}

/** Creates the error for a response body larger than `limit` bytes. @internal */
export const createBodyTooLargeError = ({ host }: URL, limit: number): NodeError =>
  new NodeError('permanent', error('egress.too-large', { host, limit }))

/** Creates the error for response headers larger than `limit` bytes. @internal */
export const createHeadersTooLargeError = ({ host }: URL, limit: number): NodeError =>
  new NodeError('permanent', error('egress.headers-too-large', { host, limit }))
