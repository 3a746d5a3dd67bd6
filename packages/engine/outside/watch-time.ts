import { error } from '@aw-flow/schema'
import { NodeError } from '../node-error.ts'
import type { EgressLimits } from './egress.ts'

/** Watches the time limits of a request. @internal */
export interface TimeWatch {
  readonly signal: AbortSignal
  /** The limit that was exceeded, if any. */
  readonly over: 'idle' | 'total' | undefined
  /** Resets the idle timeout; call it when data arrived. */
  stay(): void
  end(): void
}

/** Creates a signal that aborts on an idle timeout, a total timeout, or when `outer` is aborted. @internal */
export function watchTime({ idleMs, totalMs }: EgressLimits, outer: AbortSignal): TimeWatch {
  outer.throwIfAborted()
  const own = new AbortController()
  let over: TimeWatch['over']
  const stop = (): void => own.abort(outer.reason)
  outer.addEventListener('abort', stop, { once: true })
  const endWith = (why: TimeWatch['over']) => (): void => {
    over = why
    own.abort(new Error('too slow'))
  }
  let idle = setTimeout(endWith('idle'), idleMs)
  const total = setTimeout(endWith('total'), totalMs)
  return {
    signal: own.signal,
    get over() {
      return over
    },
    stay() {
      clearTimeout(idle)
      idle = setTimeout(endWith('idle'), idleMs)
    },
    end() {
      clearTimeout(idle)
      clearTimeout(total)
      outer.removeEventListener('abort', stop)
    },
  }
}

/** The error of a request that exceeded a time limit. @internal */
export function tooSlow(url: URL, limits: EgressLimits, over: 'idle' | 'total'): NodeError {
  const phase = over === 'idle' ? 'idle' : 'total'
  return new NodeError('transient', error('egress.timeout', { host: url.host, phase, limit: limits[`${phase}Ms`] }))
}

/** The error of a body over the limit, in bytes. @internal */
export const tooLarge = ({ host }: URL, limit: number): NodeError =>
  new NodeError('permanent', error('egress.too-large', { host, limit }))

/** The error of headers over the limit, in bytes. @internal */
export const headersTooLarge = ({ host }: URL, limit: number): NodeError =>
  new NodeError('permanent', error('egress.headers-too-large', { host, limit }))
