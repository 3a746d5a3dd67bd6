import { CodeError, type CodeRequest, type OpenCode, type Sandbox } from '@aw-flow/engine'
import type { Json } from '@aw-flow/schema'
import type { FromThread, ToThread } from './messages.ts'

/** A thread that runs `serveCode`. */
export interface Thread {
  post(message: ToThread): void
  /** Ends it at once, whatever it does. */
  end(): void
}

/** Starts a thread. `onMessage` hears what it answers, `onDeath` once that it died of itself. */
export type StartThread = (onMessage: (message: FromThread) => void, onDeath: (why: string) => void) => Thread

export interface SandboxOptions {
  /** How much longer than its own limit a call is waited for, in ms: what QuickJS does in one piece, nothing in it can end. */
  graceMs?: number
}

/** Until a thread that starts has told that it is there, in ms. */
const startMs = 30_000

/** Code in threads, each of which can be ended. One that did well is kept for the next code. */
export function createSandbox(start: StartThread, { graceMs = 1_000 }: SandboxOptions = {}): Sandbox {
  const idle: LiveThread[] = []
  const all = new Set<LiveThread>()

  return {
    async open(request: CodeRequest): Promise<OpenCode> {
      request.signal.throwIfAborted()
      const thread = idle.pop() ?? new LiveThread(start)
      all.add(thread)
      const { code, over, now, seed, limits, signal, onLog } = request
      const { ms, memoryBytes } = limits
      let spent = 0
      let isClosed = false
      const give = (): void => {
        isClosed = true
        thread.onLog = undefined
        if (thread.isAlive && idle.length === 0) idle.push(thread)
        else {
          all.delete(thread)
          thread.end()
        }
      }
      const ask = async (message: ToThread): Promise<string | undefined> => {
        const begin = performance.now()
        try {
          return await thread.ask(message, { ms: Math.max(0, ms - spent) + graceMs, limitMs: ms, signal })
        } finally {
          spent += performance.now() - begin
        }
      }
      thread.onLog = (level, message) => onLog(levelOf(level), message)
      try {
        await thread.ready(signal)
        await ask({ type: 'open', code, over, now, seed, ms, memoryBytes })
      } catch (cause) {
        give()
        throw cause
      }
      return {
        async call(input, first = 0) {
          const json = await ask({ type: 'call', json: JSON.stringify(input), first })
          return JSON.parse(json ?? 'null') as Json
        },
        async close() {
          if (isClosed) return
          try {
            if (thread.isAlive) await thread.ask({ type: 'close' }, { ms: graceMs, limitMs: ms })
          } catch {
            thread.end()
          }
          give()
        },
      }
    },

    async close() {
      for (const thread of all) thread.end()
      all.clear()
      idle.length = 0
    },
  }
}

class LiveThread {
  isAlive = true
  onLog: ((level: string, message: string) => void) | undefined
  readonly #thread: Thread
  readonly #ready: Promise<string | undefined>
  #settle: { resolve(json: string | undefined): void; reject(cause: unknown): void } | undefined

  constructor(start: StartThread) {
    this.#ready = this.#answer()
    this.#thread = start(
      (message) => this.#hear(message),
      (why) => this.#die(new CodeError({ code: 'code.ended', message: `The sandbox ended: ${why}` })),
    )
  }

  async ready(signal: AbortSignal): Promise<void> {
    await this.#within(this.#ready, { ms: startMs, limitMs: startMs, signal })
  }

  ask(message: ToThread, limits: { ms: number; limitMs: number; signal?: AbortSignal }): Promise<string | undefined> {
    const answer = this.#answer()
    this.#thread.post(message)
    return this.#within(answer, limits)
  }

  end(): void {
    this.#die(new CodeError({ code: 'code.ended', message: 'The sandbox was closed.' }))
  }

  #answer(): Promise<string | undefined> {
    const answer = new Promise<string | undefined>((resolve, reject) => (this.#settle = { resolve, reject }))
    // Whoever asked may have left.
    answer.catch(() => undefined)
    return answer
  }

  #hear(message: FromThread): void {
    if (message.type === 'log') this.onLog?.(message.level, message.message)
    else if (message.type === 'failed') this.#settle?.reject(new CodeError(message.failure))
    else this.#settle?.resolve(message.type === 'done' ? message.json : undefined)
  }

  async #within<T>(
    work: Promise<T>,
    { ms, limitMs, signal }: { ms: number; limitMs: number; signal?: AbortSignal },
  ): Promise<T> {
    const stop = (): void => this.#die(signal!.reason)
    const message = `It took longer than ${limitMs / 1000} s and was ended.`
    const timer = setTimeout(() => this.#die(new CodeError({ code: 'code.out-of-time', message })), ms)
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await work
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
  }

  #die(cause: unknown): void {
    if (this.isAlive) {
      this.isAlive = false
      this.#thread.end()
    }
    this.#settle?.reject(cause)
  }
}

const levelOf = (level: string): 'debug' | 'info' | 'warning' | 'error' =>
  level === 'debug' || level === 'warning' || level === 'error' ? level : 'info'
