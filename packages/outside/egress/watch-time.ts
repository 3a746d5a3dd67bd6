import type { EgressLimits } from '@aw-flow/engine'

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
  const idle = setTimeout(endWith('idle'), idleMs)
  const total = setTimeout(endWith('total'), totalMs)
  return {
    signal: own.signal,
    get over() {
      return over
    },
    stay: () => void idle.refresh(),
    end() {
      clearTimeout(idle)
      clearTimeout(total)
      outer.removeEventListener('abort', stop)
    },
  }
}
