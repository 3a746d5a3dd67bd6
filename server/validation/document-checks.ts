import type { Catalog } from '@aw-flow/engine'
import { error, type Workflow, type WorkflowDescription, type ReadWorkflow } from '@aw-flow/schema'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { runCheck, type Check, type CheckResults, type ReadDocument } from './run-check.ts'

/** A request to the thread, and its response. */
export interface CheckRequest {
  id: number
  check: Check
}
export type CheckResponse = { id: number } & (
  | { result: CheckResults[Check['type']]; failed?: undefined }
  | { result?: undefined; failed: string }
)

/** Reads and describes documents; large ones in another thread, so that other requests do not wait. */
export interface DocumentChecks {
  /**
   * Reads a workflow without the fields that the server adds.
   *
   * @param characters Length of the text that the document was parsed from.
   */
  read(document: unknown, characters: number): Promise<ReadWorkflow>
  /** Reads a workflow from its stored text. */
  readText(text: string): Promise<ReadWorkflow>
  /** Reads a workflow from YAML. */
  readYaml(text: string): Promise<ReadDocument>
  describe(workflow: Workflow, workflows: Readonly<Record<string, Workflow>>): Promise<WorkflowDescription>
  /** Ends the thread. Pending checks reject. */
  close(): Promise<void>
}

export interface DocumentChecksOptions {
  catalog: Catalog
  /** URLs of modules with custom node types, which the thread loads. */
  nodes: readonly string[]
  /** Time limit of a check in the thread, in milliseconds. */
  timeoutMs?: number
  /** The thread ends after this time without a check, in milliseconds. */
  idleMs?: number
}

/** Documents of at least these sizes are checked in the thread. The check of a smaller one takes a few milliseconds. */
const minCharacters = 100_000
const minYamlCharacters = 10_000
const minNodes = 200
/** Memory limit of the thread, in megabytes. */
const maxThreadMegabytes = 1_024

/** Creates the checks. The thread is started by the first large document. */
export function createDocumentChecks({
  catalog,
  nodes,
  timeoutMs = 30_000,
  idleMs = 60_000,
}: DocumentChecksOptions): DocumentChecks {
  let thread: ValidationThread | undefined

  const run = async <Type extends Check['type']>(
    check: Check & { type: Type },
    isLarge: boolean,
  ): Promise<CheckResults[Type] | undefined> => {
    if (!isLarge) return runCheck(check, catalog) as CheckResults[Type]
    if (!thread?.isAlive) thread = new ValidationThread(nodes, { timeoutMs, idleMs })
    return (await thread.run(check)) as CheckResults[Type] | undefined
  }
  const createTooSlowProblem = () => error('workflow.too-slow', { seconds: timeoutMs / 1000 })
  return {
    read: async (document, characters) =>
      (await run({ type: 'read', document }, characters >= minCharacters)) ?? { problems: [createTooSlowProblem()] },
    readText: async (text) =>
      (await run({ type: 'read-text', text }, text.length >= minCharacters)) ?? { problems: [createTooSlowProblem()] },
    readYaml: async (text) =>
      (await run({ type: 'read-yaml', text }, text.length >= minYamlCharacters)) ?? {
        problems: [createTooSlowProblem()],
      },
    async describe(workflow, workflows) {
      const nodeCount = [workflow, ...Object.values(workflows)].reduce((sum, { nodes }) => sum + nodes.length, 0)
      const description = await run({ type: 'describe', workflow, workflows }, nodeCount >= minNodes)
      return description ?? { nodes: {}, problems: [createTooSlowProblem()], ready: false }
    },
    close: async () => thread?.end(new Error('The server is stopping.')),
  }
}

class ValidationThread {
  isAlive = true
  readonly #worker: Worker
  readonly #timeoutMs: number
  readonly #idleTimer: NodeJS.Timeout
  /** Checks in execution order. */
  readonly #pending = new Map<number, { resolve(result: unknown): void; reject(cause: Error): void }>()
  #timer: NodeJS.Timeout | undefined
  #lastId = 0

  constructor(nodes: readonly string[], { timeoutMs, idleMs }: { timeoutMs: number; idleMs: number }) {
    this.#timeoutMs = timeoutMs
    this.#worker = startThread({
      name: 'aw-validation',
      workerData: { nodes },
      resourceLimits: { maxOldGenerationSizeMb: maxThreadMegabytes },
    })
    this.#worker.unref()
    this.#worker.on('message', (message: CheckResponse) => this.#receive(message))
    this.#worker.on('error', (cause) => void this.end(cause instanceof Error ? cause : new Error(String(cause))))
    this.#worker.on('exit', () => void this.end(new Error('The thread that validates documents has ended.')))
    this.#idleTimer = setTimeout(() => void this.end(new Error('idle')), idleMs)
    this.#idleTimer.unref()
  }

  /** Resolves to `undefined` if the check takes too long; the thread has then ended. */
  run(check: Check): Promise<unknown> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#worker.postMessage({ id, check } satisfies CheckRequest, [])
      this.#watch()
    })
  }

  async end(cause: Error): Promise<void> {
    if (!this.isAlive) return
    this.isAlive = false
    clearTimeout(this.#timer)
    clearTimeout(this.#idleTimer)
    for (const { reject } of this.#pending.values()) reject(cause)
    this.#pending.clear()
    await this.#worker.terminate()
  }

  /** Limits the time of the first pending check. */
  #watch(): void {
    this.#idleTimer.refresh()
    if (this.#timer || this.#pending.size === 0) return
    this.#timer = setTimeout(() => {
      const [first] = this.#pending
      if (first) {
        this.#pending.delete(first[0])
        first[1].resolve(undefined)
      }
      void this.end(new Error('The thread that validates documents was stopped.'))
    }, this.#timeoutMs)
  }

  #receive({ id, result, failed }: CheckResponse): void {
    const caller = this.#pending.get(id)
    this.#pending.delete(id)
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#watch()
    if (failed === undefined) caller?.resolve(result)
    else caller?.reject(new Error(failed))
  }
}

function startThread(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./validation-thread.js', import.meta.url), options)
  // Running from source (tests, tools): a thread does not inherit the TypeScript loader.
  const loader = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/esm/api/index.mjs')
  const script = new URL('./validation-thread.ts', import.meta.url).href
  const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => (register(), import(${JSON.stringify(script)})))`
  return new Worker(bootstrap, { ...options, eval: true, execArgv: ['--conditions=aw-source'] })
}
