import { ProblemError, type Problem } from '@aw-flow/schema'
import type { ReactiveController } from 'lit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ServerDataController, type ServerDataOptions } from './server-data-controller.ts'

const pollMs = 5_000
const problem: Problem = { code: 'server.unreachable', severity: 'error' }

/** A page with its workspace, whose updates run at once. */
class Page {
  isConnected = false
  readonly reported: (Problem | undefined)[] = []
  readonly cleared: string[] = []
  workspace = {
    server: { api: { address: 'https://server.example' } },
    report: (reported: Problem | undefined) => this.reported.push(reported),
    clearProblem: (task: string) => this.cleared.push(task),
  }
  readonly #controllers: ReactiveController[] = []
  #isUpdating = false

  addController(controller: ReactiveController): void {
    this.#controllers.push(controller)
  }

  requestUpdate(): void {
    if (this.#isUpdating) return
    this.#isUpdating = true
    for (const controller of this.#controllers) controller.hostUpdated?.()
    this.#isUpdating = false
  }

  show(): void {
    this.isConnected = true
    for (const controller of this.#controllers) controller.hostConnected?.()
  }

  hide(): void {
    this.isConnected = false
    for (const controller of this.#controllers) controller.hostDisconnected?.()
  }
}

/** A `load` whose responses the test sends. */
function createLoad() {
  const requests: { args: readonly unknown[]; resolve: (value: string) => void; reject: (cause: unknown) => void }[] =
    []
  const load = (_api: unknown, ...args: readonly unknown[]): Promise<string> =>
    new Promise((resolve, reject) => requests.push({ args, resolve, reject }))
  return { load, requests }
}

function showPage(options: Partial<ServerDataOptions<string, readonly unknown[]>> = {}) {
  const page = new Page()
  const { load, requests } = createLoad()
  const controller = new ServerDataController<string, readonly unknown[]>(page as never, {
    task: 'items',
    load,
    ...options,
  })
  page.show()
  const respond = async (value: string | Problem): Promise<void> => {
    const request = requests.at(-1)!
    if (typeof value === 'string') request.resolve(value)
    else request.reject(new ProblemError(value))
    await vi.advanceTimersByTimeAsync(0)
  }
  return { page, controller, requests, respond }
}

const setVisibility = (state: 'visible' | 'hidden'): void => {
  Object.assign(document, { visibilityState: state })
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('data of a server', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is loading until the server responds', async () => {
    const { controller, respond } = showPage()
    expect(controller).toMatchObject({ data: undefined, isLoading: true })
    await respond('first')
    expect(controller).toMatchObject({ data: 'first', isLoading: false })
  })

  it('is loaded at intervals only while the page is visible', async () => {
    const { controller, requests, respond } = showPage({ pollMs })
    await respond('first')
    await vi.advanceTimersByTimeAsync(pollMs)
    expect(requests).toHaveLength(2)
    setVisibility('hidden')
    await respond('second')
    await vi.advanceTimersByTimeAsync(10 * pollMs)
    expect(requests).toHaveLength(2)
    setVisibility('visible')
    expect(requests).toHaveLength(3)
    await respond('third')
    expect(controller.data).toBe('third')
    setVisibility('hidden')
    await vi.advanceTimersByTimeAsync(10 * pollMs)
    expect(requests).toHaveLength(3)
  })

  it('is not requested by a hidden page', async () => {
    const { page, controller, requests, respond } = showPage({ pollMs })
    await respond('first')
    page.hide()
    await vi.advanceTimersByTimeAsync(10 * pollMs)
    expect(requests).toHaveLength(1)
    page.show()
    expect(requests).toHaveLength(2)
    expect(controller.data).toBe('first')
  })

  it('is loaded again when an argument changes, and ignores the response to the previous argument', async () => {
    let id = 'a'
    const { page, controller, requests, respond } = showPage({ args: () => [id] })
    await respond('data of a')
    id = 'b'
    page.requestUpdate()
    expect(controller).toMatchObject({ data: undefined, isLoading: true })
    id = 'c'
    page.requestUpdate()
    await respond('data of c')
    requests[1]?.resolve('data of b')
    await vi.advanceTimersByTimeAsync(0)
    expect(requests.map(({ args }) => args)).toEqual([['a'], ['b'], ['c']])
    expect(controller.data).toBe('data of c')
  })

  it('can stay until the data for a changed argument has loaded', async () => {
    let id = 'a'
    const { page, controller, respond } = showPage({ args: () => [id], shouldKeepPrevious: true })
    await respond('data of a')
    id = 'b'
    page.requestUpdate()
    expect(controller).toMatchObject({ data: 'data of a', isLoading: true })
    await respond('data of b')
    expect(controller).toMatchObject({ data: 'data of b', isLoading: false })
  })

  it('reports a repeated failure once, and loads again', async () => {
    const { page, controller, respond } = showPage({ pollMs })
    await respond(problem)
    await vi.advanceTimersByTimeAsync(pollMs)
    await respond(problem)
    expect(page.reported).toEqual([problem])
    expect(controller).toMatchObject({ problem, isLoading: false })
    await vi.advanceTimersByTimeAsync(pollMs)
    await respond('first')
    expect(controller).toMatchObject({ data: 'first', problem: undefined })
    expect(page.cleared).toEqual(['items-load'])
  })

  it('is loaded after a change, and ignores the response to an earlier request', async () => {
    const { controller, requests, respond } = showPage()
    await respond('before')
    void controller.reload()
    const update = controller.update(async () => 'changed')
    await vi.advanceTimersByTimeAsync(0)
    await respond('after')
    requests[1]?.resolve('outdated')
    expect(await update).toBe('changed')
    expect(controller.data).toBe('after')
  })

  it('keeps the problem of a failed change when it is loaded again', async () => {
    const { page, controller, respond } = showPage()
    await respond('first')
    const update = controller.update(() => Promise.reject(new ProblemError(problem)))
    await vi.advanceTimersByTimeAsync(0)
    await respond('second')
    expect(await update).toBeUndefined()
    expect(page.reported).toEqual([problem])
    expect(page.cleared).not.toContain('items')
  })
})
