import { error } from '@aw-flow/schema'
import { NodeError } from '../node-error.ts'
import type { EgressLimits } from './egress.ts'

/** The time that a request takes, and the signal that ends it. */
export interface TimeWatch {
  readonly signal: AbortSignal
  /** Why it was ended by the watch itself. */
  readonly over: 'idle' | 'total' | undefined
  /** Something came. */
  stay(): void
  end(): void
}

/** Ends a request when nothing comes for too long, when it takes too long, or when `outer` is aborted. */
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

/** The failure of a request that the watch has ended. */
export function tooSlow(url: URL, limits: EgressLimits, over: 'idle' | 'total'): NodeError {
  const phase = over === 'idle' ? 'idle' : 'total'
  return new NodeError('transient', error('egress.timeout', { host: url.host, phase, limit: limits[`${phase}Ms`] }))
}

/** The failure of a body that is larger than the limit, in bytes. */
export const tooLarge = ({ host }: URL, limit: number): NodeError =>
  new NodeError('permanent', error('egress.too-large', { host, limit }))

/** The failure of headers that are larger than the limit, in bytes. */
export const headersTooLarge = ({ host }: URL, limit: number): NodeError =>
  new NodeError('permanent', error('egress.headers-too-large', { host, limit }))
