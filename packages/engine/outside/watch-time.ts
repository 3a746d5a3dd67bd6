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
  const ms = over === 'idle' ? limits.idleMs : limits.totalMs
  const what = over === 'idle' ? `sent nothing for ${ms} ms` : `took longer than ${ms} ms`
  const hint = 'Try again later, or allow more time.'
  return new NodeError('transient', error('egress.timeout', `"${url.host}" ${what}.`, { hint }))
}

/** The failure of a body that is larger than the limit, in bytes. */
export function tooLarge(url: URL, most: number): NodeError {
  const message = `The answer of "${url.host}" is larger than ${most.toLocaleString('en-US')} bytes.`
  const hint = 'Ask for less at a time, or allow more in the node.'
  return new NodeError('permanent', error('egress.too-large', message, { hint }))
}

/** The failure of headers that are larger than the limit, in bytes. */
export function headersTooLarge(url: URL, most: number): NodeError {
  const message = `The answer of "${url.host}" has more than ${most} bytes of headers.`
  return new NodeError('permanent', error('egress.headers-too-large', message, { hint: 'Ask another address.' }))
}
