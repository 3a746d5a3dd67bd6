import type { CallOptions, RouteName, RouteResponse, ServerApi } from '@aw-flow/client'
import { ProblemError, type Problem } from '@aw-flow/schema'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Workspace } from '../../workspace.ts'
import { ToastEvent } from '../studio-events.ts'
import { sendRequest } from './send-request.ts'

type Host = ReactiveControllerHost & HTMLElement & { workspace?: Workspace | undefined }

/** Describes the server data that a page shows. */
export interface ServerDataOptions<Data, Args extends readonly unknown[]> {
  /** Task under which problems are reported. The next successful request clears them. */
  task: string
  /**
   * Returns the arguments for `load`. Whenever one of them changes, the data is loaded again. Returns `undefined` if
   * there is nothing to load.
   */
  args?: () => readonly [...Args] | undefined
  load: (api: ServerApi, ...args: Args) => Promise<Data>
  /** Called each time the data has been loaded. */
  onLoad?: (data: Data) => void
  /** Polling interval while the page is visible, in ms. Without one, the data is not loaded again. */
  pollMs?: number | ((data: Data | undefined) => number | undefined)
  /** Returns false for problems of loading that the page itself shows. By default, all problems are reported. */
  shouldReport?: (problem: Problem) => boolean
  /** API to use while no server is connected, if the browser itself can provide the data. */
  pageApi?: ServerApi
  /** Whether to keep the previous data after the arguments change, until the new data is loaded. */
  shouldKeepPrevious?: boolean
}

/**
 * Loads data from a page's server, polls it while the page is visible, and reports problems. The data is requested when
 * the page is shown, and whenever the server or an argument changes.
 *
 * @example
 *   #queue = new ServerDataController(this, { task: 'queue', load: readQueue, pollMs: 2_000 })
 */
export class ServerDataController<Data, Args extends readonly unknown[] = []> implements ReactiveController {
  /** The most recently loaded data. `undefined` until it is loaded. */
  data: Data | undefined
  /** Problem of the most recent request for the data. */
  problem: Problem | undefined
  /** Whether the first request since the arguments last changed is still in progress. */
  isLoading = false
  readonly #host: Host
  readonly #options: ServerDataOptions<Data, Args>
  /** The server and arguments of the current data. */
  #source: readonly [ServerApi, ...Args] | undefined
  /** Incremented by each request and each change. Responses to earlier requests are outdated and ignored. */
  #version = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Whether the page is shown and its data has been requested. */
  #isActive = false

  constructor(host: Host, options: ServerDataOptions<Data, Args>) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  /** API client of the connected server, or else `pageApi`. */
  get api(): ServerApi | undefined {
    return this.#host.workspace?.server?.api ?? this.#options.pageApi
  }

  get workspace(): Workspace | undefined {
    return this.#host.workspace
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
    const isSameSource = isEqual(source, this.#source)
    if (isSameSource && this.#isActive) return
    const isSameServer = source?.[0] === this.#source?.[0]
    this.#isActive = true
    this.#source = source
    // When a page is shown again, its data stays visible until it has been reloaded.
    if (!isSameSource && !(isSameServer && this.#options.shouldKeepPrevious)) this.data = undefined
    this.problem = undefined
    this.isLoading = source !== undefined
    this.#host.requestUpdate()
    void this.reload()
  }

  /** Requests the data immediately. */
  async reload(): Promise<void> {
    this.#invalidate()
    const version = this.#version
    const source = this.#source
    if (!source) return
    const result = await catchProblem(() => this.#options.load(...source))
    if (version !== this.#version) return
    this.isLoading = false
    this.#reportLoadProblem('problem' in result ? result.problem : undefined)
    if ('value' in result) {
      this.data = result.value
      this.#options.onLoad?.(result.value)
    }
    this.#host.requestUpdate()
    this.#schedulePoll()
  }

  /** Sends a request and reports its problem, if any. Returns `undefined` if the request failed. */
  request<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    return sendRequest(this.#host, { api: this.api, task: this.#options.task }, send)
  }

  /** Sends a change and then reloads the data. Returns `undefined` if the change failed. */
  async update<T>(send: (api: ServerApi) => Promise<T>): Promise<T | undefined> {
    this.#invalidate()
    const value = await this.request(send)
    await this.reload()
    return value
  }

  /**
   * Calls a route that changes something, and then reloads the data. After a success, shows `toast`. Returns `undefined`
   * if the change failed.
   */
  async change<Name extends RouteName>(
    route: Name,
    options: CallOptions<Name>,
    toast?: string | ((value: RouteResponse<Name>) => string),
  ): Promise<{ value: RouteResponse<Name> } | undefined> {
    const response = await this.update((api) => api.call(route, options))
    if (response && toast !== undefined) this.showToast(typeof toast === 'string' ? toast : toast(response.value))
    return response
  }

  showToast(text: string): void {
    this.#host.dispatchEvent(new ToastEvent(text))
  }

  /** Replaces the data locally. The next response overwrites it. */
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

  /**
   * Reports the problem of the latest load, or clears it. Repeated failures with the same code are reported only once.
   */
  #reportLoadProblem(problem: Problem | undefined): void {
    const { workspace } = this.#host
    // A separate task, so that a successful load does not clear the problem of a change.
    const task = `${this.#options.task}-load`
    if (!problem) workspace?.clearProblem(task)
    else if (problem.code !== this.problem?.code && (this.#options.shouldReport?.(problem) ?? true))
      workspace?.report(problem, task)
    this.problem = problem
  }

  /** Discards responses to earlier requests and stops polling. */
  #invalidate(): void {
    clearTimeout(this.#timer)
    this.#version++
  }

  #schedulePoll(): void {
    const { pollMs } = this.#options
    const delayMs = typeof pollMs === 'function' ? pollMs(this.data) : pollMs
    if (delayMs === undefined || document.visibilityState === 'hidden') return
    this.#timer = setTimeout(() => void this.reload(), delayMs)
  }

  #onVisibilityChange = (): void => {
    clearTimeout(this.#timer)
    if (document.visibilityState === 'visible' && this.#options.pollMs !== undefined && !this.isLoading)
      void this.reload()
  }
}

/** Returns the value of a request or the problem it fails with. Rethrows any other error. */
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
