import { CodeError, type CodeRequest, type OpenedCode, type Sandbox } from '@aw-flow/engine'
import { message as createMessage, type Text } from '@aw-flow/messages'
import type { Json } from '@aw-flow/schema'
import type { MessageFromThread, MessageToThread } from './messages.ts'

/** A worker thread that runs `serveCode`. */
export interface Thread {
  post(message: MessageToThread): void
  /** Terminates the thread immediately, even while code is running. */
  terminate(): void
}

/** Starts a thread. `onMessage` is called with each response, and `onExit` once if the thread stops unexpectedly. */
export type StartThread = (onMessage: (message: MessageFromThread) => void, onExit: (reason: Text) => void) => Thread

export interface SandboxOptions {
  /**
   * The time in ms between a call's time limit and the termination of the thread. QuickJS itself cannot interrupt a
   * single built-in operation.
   */
  graceMs?: number
}

/** Timeout for starting a thread, in ms. */
const startTimeoutMs = 30_000

/**
 * Creates a sandbox that runs code in threads, which it terminates if they exceed their time limit. One idle thread is
 * kept for reuse, unless its memory has grown.
 */
export function createSandbox(start: StartThread, { graceMs = 1_000 }: SandboxOptions = {}): Sandbox {
  const idleThreads: LiveThread[] = []
  const threads = new Set<LiveThread>()

  return {
    async open(request: CodeRequest): Promise<OpenedCode> {
      request.signal.throwIfAborted()
      const thread = idleThreads.pop() ?? new LiveThread(start)
      threads.add(thread)
      const { code, over, now, seed, limits, signal, onLog } = request
      const { ms, memoryBytes } = limits
      let elapsedMs = 0
      let isClosed = false
      const release = (): void => {
        isClosed = true
        thread.onLog = undefined
        if (thread.isAlive && thread.isReusable && idleThreads.length === 0) idleThreads.push(thread)
        else {
          threads.delete(thread)
          thread.terminate()
        }
      }
      const send = async (message: MessageToThread): Promise<string | undefined> => {
        const startedAt = performance.now()
        try {
          return await thread.send(message, { timeoutMs: Math.max(0, ms - elapsedMs) + graceMs, limitMs: ms, signal })
        } finally {
          elapsedMs += performance.now() - startedAt
        }
      }
      thread.onLog = (level, message) => onLog(toLevel(level), message)
      try {
        await thread.waitUntilReady(signal)
        await send({ type: 'open', code, over, now, seed, ms, memoryBytes })
      } catch (cause) {
        release()
        throw cause
      }
      return {
        async call(input, firstIndex = 0) {
          const json = await send({ type: 'call', json: JSON.stringify(input), firstIndex })
          return JSON.parse(json ?? 'null') as Json
        },
        async close() {
          if (isClosed) return
          try {
            if (thread.isAlive) await thread.send({ type: 'close' }, { timeoutMs: graceMs, limitMs: ms })
          } catch {
            thread.terminate()
          }
          release()
        },
      }
    },

    async close() {
      for (const thread of threads) thread.terminate()
      threads.clear()
      idleThreads.length = 0
    },
  }
}

class LiveThread {
  isAlive = true
  isReusable = true
  onLog: ((level: string, message: Text) => void) | undefined
  readonly #thread: Thread
  readonly #readyPromise: Promise<string | undefined>
  #pendingResponse: { resolve(json: string | undefined): void; reject(cause: unknown): void } | undefined

  constructor(start: StartThread) {
    this.#readyPromise = this.#receiveResponse()
    this.#thread = start(
      (message) => this.#receive(message),
      (reason) =>
        this.#fail(
          new CodeError({ code: 'code.ended', detail: createMessage('code.detail.sandbox-ended', { reason }) }),
        ),
    )
  }

  async waitUntilReady(signal: AbortSignal): Promise<void> {
    await this.#withTimeout(this.#readyPromise, { timeoutMs: startTimeoutMs, limitMs: startTimeoutMs, signal })
  }

  send(
    message: MessageToThread,
    limits: { timeoutMs: number; limitMs: number; signal?: AbortSignal },
  ): Promise<string | undefined> {
    const response = this.#receiveResponse()
    this.#thread.post(message)
    return this.#withTimeout(response, limits)
  }

  terminate(): void {
    this.#fail(new CodeError({ code: 'code.ended', detail: createMessage('code.detail.sandbox-closed', {}) }))
  }

  #receiveResponse(): Promise<string | undefined> {
    const response = new Promise<string | undefined>((resolve, reject) => (this.#pendingResponse = { resolve, reject }))
    // Prevents an unhandled rejection if the caller has stopped waiting.
    response.catch(() => undefined)
    return response
  }

  #receive(message: MessageFromThread): void {
    if ('isReusable' in message && !message.isReusable) this.isReusable = false
    if (message.type === 'log') this.onLog?.(message.level, message.message)
    else if (message.type === 'failed') this.#pendingResponse?.reject(new CodeError(message.failure))
    else this.#pendingResponse?.resolve(message.type === 'done' ? message.json : undefined)
  }

  async #withTimeout<T>(
    promise: Promise<T>,
    { timeoutMs, limitMs, signal }: { timeoutMs: number; limitMs: number; signal?: AbortSignal },
  ): Promise<T> {
    const stop = (): void => this.#fail(signal!.reason)
    const detail = createMessage('code.detail.stopped', { limit: limitMs })
    const timer = setTimeout(() => this.#fail(new CodeError({ code: 'code.out-of-time', detail })), timeoutMs)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
  }

  #fail(cause: unknown): void {
    if (this.isAlive) {
      this.isAlive = false
      this.#thread.terminate()
    }
    this.#pendingResponse?.reject(cause)
  }
}

const toLevel = (level: string): 'debug' | 'info' | 'warning' | 'error' =>
  level === 'debug' || level === 'warning' || level === 'error' ? level : 'info'
