import { error, ProblemError, type NodeType, type Problem, type Result } from '@aw-flow/schema'
import { expose, proxy, releaseProxy, transferHandlers, wrap } from 'comlink'
import type { EngineOptions } from '../engine/engine.ts'
import type { PageApi } from '../engine/engine-host.ts'
import type { EngineRequest } from '../engine/requests.ts'
import { startWorker } from '../engine/start-worker.ts'
import { newId } from '../new-id.ts'
import type { EngineApi, EngineOpenOptions } from './engine-api.ts'

interface RequestOptions {
  signal?: AbortSignal
  /** Called when the signal is aborted, before the worker is asked to cancel the request. */
  onAbort?: () => void
  onProgress?: (progress: unknown) => void | Promise<void>
}

/**
 * A running worker. All methods reject with a `ProblemError` if the worker has crashed or crashes before it responds.
 */
export type WorkerConnection = ReturnType<typeof connectWorker>

/**
 * The page's port of each message channel, keyed by the object that the worker calls through the port. If a worker is
 * terminated before it receives its own port, the browser does not close the page's port, and an open port keeps the
 * object alive.
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
 * Starts the worker. If a content security policy blocks the worker, some browsers throw, and the exception is
 * converted to a problem. Other browsers dispatch an error event.
 */
function startWorkerOrThrow(url: string, type: WorkerType): Worker {
  try {
    return startWorker(url, { type, name: 'aw-engine' })
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause
    throw new ProblemError(error('engine.stopped.not-loaded', { url }))
  }
}

/**
 * Starts a worker from a URL on the origin of the page or of this package.
 *
 * @param onCrash Called once if the worker script cannot be loaded or throws, if a message cannot be read, or if the
 *   browser ends the worker during a run.
 */
export function connectWorker(
  { workerUrl, workerType = 'module' }: Pick<EngineOptions, 'workerUrl' | 'workerType'>,
  onCrash: (problem: Problem) => void,
) {
  const worker = startWorkerOrThrow(workerUrl, workerType)
  const remote = wrap<EngineApi>(worker)
  // All methods of `EngineApi` return promises, so the proxy has the same type.
  const api = remote as unknown as EngineApi
  const pendingRejects = new Set<(failure: ProblemError) => void>()
  const exposedObjects = new Set<object>()
  let failure: ProblemError | undefined
  let lastCallId = 0

  const shutDown = (problem: Problem): void => {
    if (failure) return
    failure = new ProblemError(problem)
    worker.terminate()
    remote[releaseProxy]()
    for (const target of exposedObjects) ports.get(target)?.close()
    exposedObjects.clear()
    for (const reject of pendingRejects) reject(failure)
    pendingRejects.clear()
  }
  const reportCrash = (problem: Problem): void => {
    if (failure) return
    shutDown(problem)
    onCrash(problem)
  }

  worker.addEventListener('error', (event) => {
    event.preventDefault()
    // An error event without a message means that the script could not be loaded.
    reportCrash(
      event.message
        ? error('engine.stopped', { reason: event.message })
        : error('engine.stopped.not-loaded', { url: workerUrl }),
    )
  })
  worker.addEventListener('messageerror', () => reportCrash(error('engine.stopped.unreadable', {})))

  const call = async <T>(send: () => Promise<T>): Promise<T> => {
    if (failure) throw failure
    let rejectCall: ((failure: ProblemError) => void) | undefined
    const failurePromise = new Promise<never>((_, reject) => {
      rejectCall = reject
      pendingRejects.add(reject)
    })
    try {
      return await Promise.race([send(), failurePromise])
    } finally {
      if (rejectCall) pendingRejects.delete(rejectCall)
    }
  }
  /**
   * Reports a crash if the browser ends the worker before the returned function is called. The browser does not tell the
   * page, but it releases the locks of the worker. Web Locks are available only in secure contexts.
   */
  const watchEnd = async (): Promise<() => void> => {
    if (typeof navigator.locks === 'undefined') return () => undefined
    const lock = newId('worker')
    const controller = new AbortController()
    const { signal } = controller
    await call(() => api.hold(lock))
    navigator.locks
      .request(lock, { signal }, () => reportCrash(error('engine.stopped.by-browser', {})))
      .catch(() => undefined)
    return () => {
      controller.abort()
      call(() => api.release(lock)).catch(() => undefined)
    }
  }
  const exposeProxy = <T extends object>(target: T): T => {
    exposedObjects.add(target)
    return proxy(target) as T
  }

  return {
    open: (openOptions: EngineOpenOptions, page: PageApi): Promise<Result<NodeType[] | undefined>> =>
      call(() => api.open(openOptions, exposeProxy(page))),
    async ask(request: EngineRequest, { signal, onAbort, onProgress }: RequestOptions = {}): Promise<Result<unknown>> {
      const id = ++lastCallId
      const cancel = (): void => {
        onAbort?.()
        void call(() => api.cancel(id)).catch(() => undefined)
      }
      // Each call passes a new function, because the function's port is closed after the call.
      const report = onProgress && ((progress: unknown) => onProgress(progress))
      // Only runs are watched: a page with locks is not kept for its back button. A run that began before the lock is held
      // could end unnoticed.
      const stopWatching = onAbort && (await watchEnd())
      const response = call(() => (report ? api.ask(id, request, exposeProxy(report)) : api.ask(id, request)))
      if (signal?.aborted) cancel()
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        return await response
      } finally {
        stopWatching?.()
        signal?.removeEventListener('abort', cancel)
        if (report) exposedObjects.delete(report)
      }
    },
    /** Resolves once the worker can handle messages. */
    ping: (): Promise<void> => call(() => api.ping()),
    /** Terminates the worker. Pending calls fail with this problem. */
    terminate: (problem: Problem = error('engine.closed', {})): void => shutDown(problem),
  }
}
