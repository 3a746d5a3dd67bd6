import type { ServerApi } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Workspace } from '../../workspace.ts'
import { sendRequest } from './send-request.ts'

type Host = ReactiveControllerHost & HTMLElement & { workspace?: Workspace | undefined }

/** Data of a server that a page shows. */
export interface ServerDataOptions<Data, Args extends readonly unknown[]> {
  /** Name of the data. A problem that is reported under this name is cleared by the next success. */
  task: string
  /**
   * Values that `load` depends on. When one of them changes, the data is loaded again. `undefined` if there is nothing
   * to load.
   */
  args?: () => readonly [...Args] | undefined
  load: (api: ServerApi, ...args: Args) => Promise<Data>
  /** Called with each loaded value. */
  onLoad?: (data: Data) => void
  /** Returns the polling interval while the page is visible, in ms. Without it, the data is loaded once. */
  getPollMs?: (data: Data | undefined) => number
  /** The API that is used while no server is connected, for data that the browser can provide. */
  pageApi?: ServerApi
  /** Whether the previous data stays until the data for changed arguments has loaded. */
  shouldKeepPrevious?: boolean
}

/**
 * Loads data from the server of a page, loads it again at intervals while the page is visible, and reports problems.
 * Data is requested when the page is shown, and when the server or an argument changes.
 *
 * @example
 *   #queue = new ServerDataController(this, { task: 'queue', load: readQueue, getPollMs: () => 2_000 })
 */
export class ServerDataController<Data, Args extends readonly unknown[] = []> implements ReactiveController {
  /** The latest data; `undefined` until it has loaded. */
  data: Data | undefined
  /** The problem of the latest request for the data. */
  problem: Problem | undefined
  /** Whether no request has ended since the arguments changed. */
  isLoading = false
  readonly #host: Host
  readonly #options: ServerDataOptions<Data, Args>
  /** The server and the arguments of the data. */
  #source: readonly [ServerApi, ...Args] | undefined
  /** Incremented by each request and each change. Responses to earlier requests are outdated and ignored. */
  #version = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Whether the page is shown and its data is up to date or requested. */
  #isActive = false

  constructor(host: Host, options: ServerDataOptions<Data, Args>) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** The API of the connected server. */
  get api(): ServerApi | undefined {
    return this.#host.workspace?.server?.api ?? this.#options.pageApi
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibilityChange)
    this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibilityChange)
    this.#invalidate()
    this.#isActive = false
  }

  hostUpdated(): void {
    if (!this.#host.isConnected) return
    const source = this.#readSource()
    const isSame = isEqual(source, this.#source)
    if (isSame && this.#isActive) return
    const isSameServer = source?.[0] === this.#source?.[0]
    this.#isActive = true
    this.#source = source
    // A page that is shown again keeps its data until it has loaded again.
    if (!isSame && !(isSameServer && this.#options.shouldKeepPrevious)) this.data = undefined
    this.problem = undefined
    this.isLoading = source !== undefined
    this.#host.requestUpdate()
    void this.reload()
  }

  /** Requests the data now. */
  async reload(): Promise<void> {
    this.#invalidate()
    const version = this.#version
    const source = this.#source
    if (!source) return
    const result = await catchProblem(() => this.#options.load(...source))
    if (version !== this.#version) return
    this.isLoading = false
    this.#reportLoad('problem' in result ? result.problem : undefined)
    if ('value' in result) {
      this.data = result.value
      this.#options.onLoad?.(result.value)
    }
    this.#host.requestUpdate()
    this.#schedule()
  }

  /** Sends a request and reports its problem. Returns `undefined` if it failed. */
  request<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    return sendRequest(this.#host, { api: this.api, task: this.#options.task }, send)
  }

  /** Sends a change, then loads the data again. Returns `undefined` if the change failed. */
  async update<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    this.#invalidate()
    const value = await this.request(send)
    await this.reload()
    return value
  }

  /** Shows changed data until the next request ends. */
  set(data: Data): void {
    this.data = data
    this.#host.requestUpdate()
  }

  #readSource(): readonly [ServerApi, ...Args] | undefined {
    const { api } = this
    const { args } = this.#options
    const values = args ? args() : ([] as unknown as Args)
    return api && values && [api, ...values]
  }

  /** Reports the problem of the latest load, once for repeated failures, or clears it. */
  #reportLoad(problem: Problem | undefined): void {
    const { workspace } = this.#host
    // The next load does not clear the problem of a change.
    const task = `${this.#options.task}-load`
    if (!problem) workspace?.clearProblem(task)
    else if (problem.code !== this.problem?.code) workspace?.report(problem, task)
    this.problem = problem
  }

  /** Ignores the responses to earlier requests and stops polling. */
  #invalidate(): void {
    clearTimeout(this.#timer)
    this.#version++
  }

  #schedule(): void {
    const { getPollMs } = this.#options
    if (!getPollMs || document.visibilityState === 'hidden') return
    this.#timer = setTimeout(() => void this.reload(), getPollMs(this.data))
  }

  #onVisibilityChange = (): void => {
    clearTimeout(this.#timer)
    if (document.visibilityState === 'visible' && this.#options.getPollMs && !this.isLoading) void this.reload()
  }
}

/** Returns the value of a request, or the problem that it fails with. Other errors are thrown. */
async function catchProblem<T>(send: () => Promise<T>): Promise<{ value: T } | { problem: Problem }> {
  try {
    return { value: await send() }
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    return { problem: cause.problem }
  }
}

function isEqual(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  if (!a || !b) return a === b
  return a.length === b.length && a.every((value, index) => value === b[index])
}
