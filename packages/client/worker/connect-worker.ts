import { error, ProblemError, type NodeType, type Problem, type Result } from '@aw-flow/schema'
import { expose, proxy, releaseProxy, transferHandlers, wrap } from 'comlink'
import type { EngineOptions } from '../engine/engine.ts'
import type { PageApi } from '../engine/engine-host.ts'
import type { EngineRequest } from '../engine/requests.ts'
import { startWorker } from '../engine/start-worker.ts'
import type { EngineApi, EngineOpenOptions } from './engine-api.ts'

interface AskOptions {
  signal?: AbortSignal
  /** Called after the cancel request was sent to the worker. */
  onAbort?: () => void
  onProgress?: (progress: unknown) => void | Promise<void>
}

/** A running worker. All methods reject with `ProblemError` if it has crashed, or crashes before it responds. */
export interface WorkerConnection {
  open(openOptions: EngineOpenOptions, page: PageApi): Promise<Result<NodeType[]>>
  ask(request: EngineRequest, options?: AskOptions): Promise<Result<unknown>>
  /** Settles when the worker can handle messages. */
  ping(): Promise<void>
  /** Terminates the worker and settles all calls with this problem. */
  terminate(problem?: Problem): void
}

/**
 * The page's message ports, by the object that the worker calls through them. A browser does not close a port if the
 * worker ended before it received the port, and an open port keeps the object alive.
 */
const ports = new WeakMap<object, MessagePort>()
const proxyHandler = transferHandlers.get('proxy')!
transferHandlers.set('proxy', {
  canHandle: (value): value is object => proxyHandler.canHandle(value),
  serialize(target: object) {
    const { port1, port2 } = new MessageChannel()
    ports.set(target, port1)
    expose(target, port1)
    return [port2, [port2]]
  },
  deserialize: (port: MessagePort) => proxyHandler.deserialize(port) as object,
})

/**
 * Starts the worker. If a content security policy blocks it, some browsers throw, which is converted to a problem;
 * others dispatch an error event.
 */
function startOrThrow(url: string, type: WorkerType): Worker {
  try {
    return startWorker(url, { type, name: 'aw-engine' })
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause
    throw new ProblemError(error('engine.died.not-loaded', { url }))
  }
}

/**
 * Starts the worker from a URL on the origin of the page or of this package.
 *
 * @param onCrash Called once if the worker fails: its script does not load or throws, or a message cannot be read.
 */
export function connectWorker(
  { workerUrl, workerType = 'module' }: Pick<EngineOptions, 'workerUrl' | 'workerType'>,
  onCrash: (problem: Problem) => void,
): WorkerConnection {
  const worker = startOrThrow(workerUrl, workerType)
  const remote = wrap<EngineApi>(worker)
  // Every method returns a promise, so the remote has the same type.
  const api = remote as unknown as EngineApi
  const pending = new Set<(failure: ProblemError) => void>()
  const exposed = new Set<object>()
  let failure: ProblemError | undefined
  let lastCall = 0

  const shutDown = (problem: Problem): void => {
    if (failure) return
    failure = new ProblemError(problem)
    worker.terminate()
    remote[releaseProxy]()
    for (const target of exposed) ports.get(target)?.close()
    exposed.clear()
    for (const reject of pending) reject(failure)
    pending.clear()
  }
  const reportCrash = (problem: Problem): void => {
    if (failure) return
    shutDown(problem)
    onCrash(problem)
  }

  worker.addEventListener('error', (event) => {
    event.preventDefault()
    // An error event without a message means that the script did not load.
    reportCrash(
      event.message
        ? error('engine.died', { reason: event.message })
        : error('engine.died.not-loaded', { url: workerUrl }),
    )
  })
  worker.addEventListener('messageerror', () => reportCrash(error('engine.died.unreadable', {})))

  const call = async <T>(send: () => Promise<T>): Promise<T> => {
    if (failure) throw failure
    let settle: ((failure: ProblemError) => void) | undefined
    const failurePromise = new Promise<never>((_, reject) => {
      settle = reject
      pending.add(reject)
    })
    try {
      return await Promise.race([send(), failurePromise])
    } finally {
      if (settle) pending.delete(settle)
    }
  }
  const exposeProxy = <T extends object>(target: T): T => {
    exposed.add(target)
    return proxy(target) as T
  }

  return {
    open: (openOptions, page) => call(() => api.open(openOptions, exposeProxy(page))),
    async ask(request, { signal, onAbort, onProgress } = {}) {
      const id = ++lastCall
      const cancel = (): void => {
        onAbort?.()
        void call(() => api.cancel(id)).catch(() => undefined)
      }
      // A separate function, because its port is closed after this call.
      const report = onProgress && ((progress: unknown) => onProgress(progress))
      const response = call(() => (report ? api.ask(id, request, exposeProxy(report)) : api.ask(id, request)))
      if (signal?.aborted) cancel()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        return await response
      } finally {
        signal?.removeEventListener('abort', cancel)
        if (report) exposed.delete(report)
      }
    },
    ping: () => call(() => api.ping()),
    terminate: (problem = error('engine.closed', {})) => shutDown(problem),
  }
}
