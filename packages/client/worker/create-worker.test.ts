import type { Formats, Sandbox, Tables } from '@aw-flow/engine'
import { createEmptyWorkflow, foldRun, getProblem, type RunEvent } from '@aw-flow/schema'
import { releaseProxy } from 'comlink'
import { describe, expect, it, vi } from 'vitest'
import { requests } from '../engine/requests.ts'
import { createWorker, type WorkerDependencies } from './create-worker.ts'
import { TestFolder } from './results/test-private-folder.ts'

// DuckDB's build for browsers does not load in Node; these requests open no file.
vi.mock('@aw-flow/data/browser', () => ({ browserFile: () => undefined }))

const table = { id: 't', columns: [], rows: 3 }
const unused = (): never => {
  throw new Error('This test does not use it.')
}

const worker = (parts: Partial<WorkerDependencies> = {}) =>
  createWorker({
    formats: {} as Formats,
    formatWasmUrls: { parquet: '', sqlite: '' },
    openTables: unused,
    sandbox: {} as Sandbox,
    sandboxWorker: { url: '', type: 'module' },
    importModule: unused,
    openPrivateFolder: unused,
    ...parts,
  })
const opening = {
  wasmUrl: 'https://a.example/duckdb.wasm',
  formatWasmUrls: { parquet: 'https://a.example/p.wasm', sqlite: 'https://a.example/s.wasm' },
}

describe('createWorker', () => {
  it('opens with the node types, and passes a request to the handler of its name', async () => {
    const api = worker()
    const opened = await api.open(opening, {} as never)
    expect(opened.ok && opened.value?.some(({ type }) => type === 'loading')).toBe(true)
    expect(await api.ask(1, requests.hash({ bytes: new Blob(['a']) }))).toEqual({
      ok: true,
      value: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    })
  })

  it('starts the sandbox by the script that the page has found', async () => {
    const sandboxWorker = { url: 'https://a.example/beside.js', type: 'module' as const }
    const api = worker({ sandboxWorker })
    await api.open(opening, {} as never)
    expect(sandboxWorker).toEqual({ url: 'https://a.example/beside.js', type: 'module' })
    await api.open({ ...opening, sandboxWorker: { url: 'https://a.example/bundled.js', type: 'classic' } }, {} as never)
    expect(sandboxWorker).toEqual({ url: 'https://a.example/bundled.js', type: 'classic' })
  })

  it('refuses an input that does not match the schema of the request', async () => {
    const wrong = { name: 'page', input: { table, offset: -1, limit: 1 } } as const
    expect(getProblem(await worker().ask(1, wrong))?.code).toBe('engine.failed')
  })

  it('opens the tables with the first request that reads one, once', async () => {
    const page = vi.fn(async () => new Uint8Array([1, 2, 3]))
    const openTables = vi.fn<WorkerDependencies['openTables']>(async () => ({ page }) as unknown as Tables)
    const api = worker({ openTables })
    const compiledModule = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
    await api.open(opening, { takeModule: async () => compiledModule, readAccess: async () => [] } as never)
    expect(openTables).not.toHaveBeenCalled()
    const request = requests.page({ table, offset: 0, limit: 2 })
    await api.ask(1, request)
    expect(await api.ask(2, request)).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) })
    expect(openTables).toHaveBeenCalledTimes(1)
    expect(openTables.mock.lastCall?.[2]).toBe(compiledModule)
    expect(page).toHaveBeenCalledWith(table, { offset: 0, limit: 2 })
  })

  it('reports progress before the response, and stops when it is canceled', async () => {
    const api = worker()
    const big = new Blob([new Uint8Array(200 * 1024 * 1024)])
    const seen: unknown[] = []
    const onProgress = Object.assign(
      async (progress: unknown) => {
        seen.push(progress)
        await api.cancel(7)
      },
      { [releaseProxy]: () => undefined },
    )
    const result = await api.ask(7, requests.hash({ bytes: big }), onProgress)
    expect(seen).toEqual([{ done: 4 * 1024 * 1024, total: 200 * 1024 * 1024 }])
    expect(result.ok).toBe(false)
  })

  it('counts requests outside runs and those of agents toward the limits of the month, also after a reload', async () => {
    const { open } = new TestFolder()
    const callService = vi.fn(async () => ({ reply: { text: '{"name":"a","description":"b"}', ended: 'stop' } }))
    const page = { callService, readAccess: async () => [], readWorkflow: async () => undefined } as never
    const openPage = async () => {
      const api = worker({ openPrivateFolder: open })
      await api.open(opening, page)
      const model = { id: 'own', protocol: 'host' as const, address: '', model: 'own' }
      const models = { models: [model], monthLimits: { requests: 1 } }
      await api.ask(1, requests.setAccess({ allowHosts: [], secrets: [], models }))
      return api
    }
    const ask = async (api: ReturnType<typeof worker>): Promise<unknown> =>
      api.ask(2, requests.explainWorkflow({ workflow: createEmptyWorkflow(), facts: '', language: 'en', model: 'own' }))
    expect(await ask(await openPage())).toMatchObject({ ok: true, value: { name: 'a' } })
    const reloaded = await openPage()
    expect(JSON.stringify(await ask(reloaded))).toContain('model.limit-reached')
    const events: RunEvent[] = []
    const onProgress = Object.assign(
      async (progress: unknown) => void events.push(...((progress as { events?: RunEvent[] }).events ?? [])),
      { [releaseProxy]: () => undefined },
    )
    const node = { id: 'a', type: 'agent', position: { x: 0, y: 0 }, data: { label: 'A', config: { prompt: 'Hi' } } }
    const workflow = { ...createEmptyWorkflow(), nodes: [node] }
    await reloaded.ask(3, requests.run({ run: 'r', workflowId: 'w', workflow, files: {}, seed: 1 }), onProgress)
    const { state, waiting } = foldRun(events)
    expect(state).toBe('waiting')
    expect(JSON.stringify(waiting)).toContain('"scope":"month"')
    expect(callService).toHaveBeenCalledTimes(1)
  })
})
