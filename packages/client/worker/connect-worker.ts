import { error, type Problem } from '@aw-flow/schema'
import { expose, proxy, releaseProxy, transferHandlers, wrap } from 'comlink'
import { ProblemError } from '../problem-error.ts'
import { trustedScriptUrl } from '../trusted-types.ts'
import type { EngineApi } from './engine-api.ts'

export interface WorkerConnection {
  /** Calls the worker. Rejects with `ProblemError` when it dies first, also when it had died before. */
  call<T>(ask: (api: EngineApi) => Promise<T>): Promise<T>
  /** Marks an object that the worker may call for as long as it lives. */
  offer<T extends object>(target: T): T
  /** Ends the worker and settles all callers with this problem. */
  terminate(problem?: Problem): void
}

/** Marks an object or function that is called from the worker. */
export const offer = <T extends object>(target: T): T => proxy(target) as T

/**
 * The page's ends of the ports by which offered objects are called. A port that was sent to a worker which has ended before
 * it took it is never closed by the browser, and holds all that the object knows.
 */
const ports = new WeakMap<object, MessagePort>()
const proxied = transferHandlers.get('proxy')!
transferHandlers.set('proxy', {
  canHandle: (value): value is object => proxied.canHandle(value),
  serialize(target: object) {
    const { port1, port2 } = new MessageChannel()
    ports.set(target, port1)
    expose(target, port1)
    return [port2, [port2]]
  },
  deserialize: (port: MessagePort) => proxied.deserialize(port) as object,
})

/**
 * Starts the worker at this address (of the page's own origin) and speaks with it. `onDeath` is told once when it dies
 * of itself: its script does not load or throws, a message cannot be read, or it stops answering at all.
 */
export function connectWorker(workerUrl: string, onDeath: (problem: Problem) => void): WorkerConnection {
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: 'module', name: 'aw-engine' })
  const remote = wrap<EngineApi>(worker)
  // Every method answers a promise already, so the remote has the very type that it stands for.
  const api = remote as unknown as EngineApi
  const waiting = new Set<(death: ProblemError) => void>()
  const offered = new Set<object>()
  let death: ProblemError | undefined

  const die = (problem: Problem): void => {
    if (death) return
    death = new ProblemError(problem)
    worker.terminate()
    remote[releaseProxy]()
    for (const target of offered) ports.get(target)?.close()
    offered.clear()
    for (const reject of waiting) reject(death)
    waiting.clear()
  }
  const dieOfItself = (problem: Problem): void => {
    if (death) return
    die(problem)
    onDeath(problem)
  }

  worker.addEventListener('error', (event) => {
    event.preventDefault()
    // An error without a message is a script that did not load.
    const why = event.message ? `stopped: ${event.message}` : `could not be loaded from ${workerUrl}`
    dieOfItself(
      error('engine.died', `The engine ${why}.`, {
        hint: event.message
          ? 'Run again; the engine has been started anew.'
          : 'Check that the page is reachable, then reload it.',
      }),
    )
  })
  worker.addEventListener('messageerror', () =>
    dieOfItself(
      error('engine.died', 'The engine sent something that the page cannot read.', { hint: 'Reload the page.' }),
    ),
  )

  return {
    async call(ask) {
      if (death) throw death
      let settle: ((death: ProblemError) => void) | undefined
      const died = new Promise<never>((_, reject) => {
        settle = reject
        waiting.add(reject)
      })
      try {
        return await Promise.race([ask(api), died])
      } finally {
        if (settle) waiting.delete(settle)
      }
    },
    offer(target) {
      offered.add(target)
      return offer(target)
    },
    terminate: (problem = error('engine.closed', 'The engine was closed.')) => die(problem),
  }
}
