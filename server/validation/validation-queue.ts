import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { Check } from './run-check.ts'
import type { CheckRequest, CheckResponse, LookupRequest, LookupResponse, Lookups } from './validation-messages.ts'

/** The queue of checks for the validation thread. */
export type ValidationQueue = ReturnType<typeof createValidationQueue>

interface PendingCheck {
  check: Check
  lookups: Lookups
  resolve(result: unknown): void
  reject(cause: unknown): void
}

/** Memory limit of the thread, in MB. */
const maxThreadMegabytes = 1_024

/** @param options `timeoutMs`: time limit for a check. `idleMs`: idle time before the thread is terminated. */
export function createValidationQueue(options: {
  customNodeUrls: readonly string[]
  timeoutMs: number
  idleMs: number
}) {
  /** Waiting checks, keyed by owner of a workspace. The first owner is the next to take its turn. */
  const waitingChecksByOwner = new Map<string, PendingCheck[]>()
  let thread: ValidationThread | undefined
  let lastOwner: string | undefined
  let isRunning = false
  let isClosed = false

  const runNext = async (): Promise<void> => {
    if (isRunning) return
    isRunning = true
    for (let nextCheck = dequeue(); nextCheck; nextCheck = dequeue()) {
      if (isClosed) nextCheck.reject(createClosedError())
      else {
        if (!thread?.isAlive) thread = new ValidationThread(options)
        await thread.run(nextCheck)
      }
    }
    isRunning = false
  }
  const dequeue = (): PendingCheck | undefined => {
    // The owner whose check ran last is next only if no other owner is waiting.
    const owner = [...waitingChecksByOwner.keys()].find(
      (name, index, { length }) => name !== lastOwner || index === length - 1,
    )
    const checks = owner === undefined ? undefined : waitingChecksByOwner.get(owner)
    if (owner === undefined || !checks) return undefined
    lastOwner = owner
    const nextCheck = checks.shift()
    waitingChecksByOwner.delete(owner)
    if (checks.length > 0) waitingChecksByOwner.set(owner, checks)
    return nextCheck
  }
  return {
    /**
     * Runs a check in the thread. Checks run one at a time, and owners take turns: the documents of one owner delay
     * another owner's document by at most one check.
     *
     * @returns The result, or `undefined` if the check takes too long. In that case, the thread is stopped, and the next
     *   check starts a new one.
     */
    run: (check: Check, { owner, lookups }: { owner: string; lookups: Lookups }): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const checks = waitingChecksByOwner.get(owner)
        const pendingCheck = { check, lookups, resolve, reject }
        if (checks) checks.push(pendingCheck)
        else waitingChecksByOwner.set(owner, [pendingCheck])
        void runNext()
      }),
    /** Terminates the thread. Pending checks are rejected. */
    async close(): Promise<void> {
      isClosed = true
      await thread?.terminate(createClosedError())
    },
  }
}

const createClosedError = (): Error => new Error('The server is stopping.')

class ValidationThread {
  isAlive = true
  readonly #worker: Worker
  readonly #timeoutMs: number
  readonly #idleTimer: NodeJS.Timeout
  #currentCheck: (PendingCheck & { id: number; onEnd(): void; cause?: unknown }) | undefined
  #lastId = 0

  constructor({
    customNodeUrls,
    timeoutMs,
    idleMs,
  }: {
    customNodeUrls: readonly string[]
    timeoutMs: number
    idleMs: number
  }) {
    this.#timeoutMs = timeoutMs
    this.#worker = startThread({
      name: 'aw-validation',
      workerData: { nodes: customNodeUrls },
      resourceLimits: { maxOldGenerationSizeMb: maxThreadMegabytes },
    })
    this.#worker.unref()
    this.#worker.on('message', (message: CheckResponse | LookupRequest) => void this.#receive(message))
    this.#worker.on('error', (cause) => void this.terminate(cause instanceof Error ? cause : new Error(String(cause))))
    this.#worker.on('exit', () => void this.terminate(new Error('The document validation thread has ended.')))
    this.#idleTimer = setTimeout(
      () => void (this.#currentCheck ? undefined : this.terminate(new Error('idle'))),
      idleMs,
    )
    this.#idleTimer.unref()
  }

  /** Runs a check and settles its promise. Resolves when the next check can run. */
  async run(pendingCheck: PendingCheck): Promise<void> {
    const id = ++this.#lastId
    this.#idleTimer.refresh()
    await new Promise<void>((onEnd) => {
      this.#currentCheck = { ...pendingCheck, id, onEnd }
      const timer = setTimeout(() => {
        this.#settle(({ resolve }) => resolve(undefined))
        void this.terminate(new Error('The document validation thread was stopped.'))
      }, this.#timeoutMs)
      this.#currentCheck.onEnd = () => {
        clearTimeout(timer)
        onEnd()
      }
      this.#worker.postMessage({ id, check: pendingCheck.check } satisfies CheckRequest, [])
    })
    this.#idleTimer.refresh()
  }

  async terminate(cause: Error): Promise<void> {
    if (!this.isAlive) return
    this.isAlive = false
    clearTimeout(this.#idleTimer)
    this.#settle(({ reject }) => reject(cause))
    await this.#worker.terminate()
  }

  #settle(settle: (current: PendingCheck & { cause?: unknown }) => void): void {
    const currentCheck = this.#currentCheck
    this.#currentCheck = undefined
    if (!currentCheck) return
    settle(currentCheck)
    currentCheck.onEnd()
  }

  async #receive(message: CheckResponse | LookupRequest): Promise<void> {
    const currentCheck = this.#currentCheck
    if ('id' in message) {
      const { id, result, errorText } = message
      if (id !== currentCheck?.id) return
      this.#settle(({ resolve, reject, cause }) =>
        errorText === undefined ? resolve(result) : reject(cause ?? new Error(errorText)),
      )
      return
    }
    if (!currentCheck) return
    const { lookupId, name, key } = message
    let response: LookupResponse
    try {
      response = { lookupId, value: await currentCheck.lookups[name](key) }
    } catch (cause) {
      // Keeps the error from the store, because the other thread cannot return it. The check is then rejected with this
      // error.
      currentCheck.cause = cause
      response = { lookupId, hasFailed: true }
    }
    if (this.isAlive) this.#worker.postMessage(response, [])
  }
}

function startThread(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./validation-thread.js', import.meta.url), options)
  // `npm test` has already built this script in the repository at this path. The built script loads several times
  // faster than the sources.
  const builtFolder = process.env.AW_TEST_BUILT
  if (builtFolder !== undefined)
    return new Worker(join(builtFolder, 'server/dist/validation/validation-thread.js'), { ...options, execArgv: [] })
  // When running from source (tests, tools), a thread does not inherit the TypeScript loader.
  const loader = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/esm/api/index.mjs')
  const script = new URL('./validation-thread.ts', import.meta.url).href
  const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => (register(), import(${JSON.stringify(script)})))`
  return new Worker(bootstrap, { ...options, eval: true, execArgv: ['--conditions=aw-source'] })
}
