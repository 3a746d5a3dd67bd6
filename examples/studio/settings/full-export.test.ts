import { createMemoryStorage, importedAccess, type ServerConnection, type StoredRun } from '@aw-flow/client'
import { createEmptyWorkflow, type RunEvent } from '@aw-flow/schema'
import type { SavedLoadPlan } from '@aw-flow/schema/internal'
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { saveLoadPlan, getSavedLoadPlan } from '../datasets/load-plans.ts'
import { getModelEndpoints, getOfferedModels } from './model-endpoints.ts'
import { exportAll, importAll } from './full-export.ts'

type ServerApi = ServerConnection['api']
type ServerPlaces = ServerConnection['remoteRefs']

const run: StoredRun = { run: 'r', workflowId: 'w', workflowName: 'W', state: 'completed', startedAt: 1, endedAt: 2 }
const events: RunEvent[] = [
  { seq: 0, time: 1, type: 'run-started', version: 1, run: 'r', workflow: createEmptyWorkflow(), inputs: {}, seed: 1 },
  { seq: 1, time: 2, type: 'run-completed' },
]

/** The local storage of a new browser. */
function freshBrowser(full = false): Map<string, string> {
  const stored = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new DOMException('full', 'QuotaExceededError')
      stored.set(key, value)
    },
    removeItem: (key: string) => void stored.delete(key),
  })
  return stored
}
beforeEach(() => void freshBrowser())

const none = { workflows: 0, datasets: 0, runs: 0, plans: 0, settings: 0, models: 0, problems: [] }
const idOf = (text: string): string => createHash('sha256').update(text).digest('hex')

async function filled() {
  const storage = createMemoryStorage(() => 1_000)
  await storage.putDocument('w', createEmptyWorkflow('Übersicht'), 0)
  await storage.appendEvents(run, events)
  for (const text of ['a,b\n1,2\n', 'x']) {
    const id = idOf(text)
    const dataset = { id, name: `${text[0]}.csv`, size: text.length, createdAt: '2026-11-20T10:00:00.000Z' }
    await storage.putDataset(dataset, new Blob([text]))
  }
  return storage
}

describe('the full export', () => {
  it('restores everything into an empty profile, and a second import changes nothing', async () => {
    const from = await filled()
    const file = await exportAll(from, 0)
    const into = createMemoryStorage(() => 2_000)
    expect(await importAll(into, file)).toEqual({ ...none, workflows: 1, datasets: 2, runs: 1 })
    expect((await into.getDocument('w'))?.workflow.name).toBe('Übersicht')
    expect(await into.getRunEvents('r')).toEqual(events)
    for (const { dataset } of await from.listDatasets()) {
      expect(await (await into.getDatasetBytes(dataset.id))?.text()).toBe(
        await (await from.getDatasetBytes(dataset.id))?.text(),
      )
    }
    expect(await importAll(into, file)).toEqual(none)
  })

  it('restores named versions, load plans and settings without replacing newer settings', async () => {
    const from = await filled()
    await from.addVersion('w', createEmptyWorkflow('Before'), { origin: 'named', name: 'First' })
    const dataset = idOf('x')
    const plan = (encoding: string): SavedLoadPlan => ({
      dataset,
      plan: { format: 'csv', encoding, skippedLines: 0, headerLines: 1, columns: [], evidence: [] },
    })
    saveLoadPlan(dataset, plan('latin1'))
    saveLoadPlan('of a dataset that is gone', plan('latin1'))
    const model = { name: 'Own', address: 'http://localhost:11434/v1', model: 'llama', secret: 'mine' }
    localStorage.setItem('aw-studio-models', JSON.stringify([model]))
    localStorage.setItem('aw-studio-retry', '{"count":1,"delaysMs":[7000]}')
    localStorage.setItem('aw-studio-theme', 'dark')
    localStorage.setItem('aw-studio-language', 'de')
    localStorage.setItem('aw-keys', '{"fit":["1"]}')
    localStorage.setItem('aw-studio-keys', '{"sealed":"under a passphrase"}')
    localStorage.setItem('aw-studio-server', 'https://one.example')
    const file = await exportAll(from, 0)
    expect(await file.text()).not.toMatch(/passphrase|item\.example|that is gone/)

    const other = freshBrowser()
    const into = createMemoryStorage(() => 2_000)
    const all = { ...none, workflows: 1, datasets: 2, runs: 1, plans: 1, settings: 4, models: 1 }
    expect(await importAll(into, file)).toEqual(all)
    expect(getSavedLoadPlan(dataset)).toEqual(plan('latin1'))
    expect((await into.listVersions('w')).map(({ name }) => name)).toContain('First')
    // Nor do its workflows and runs use anything before it is granted.
    const [{ run } = { run: '' }] = await into.listRuns()
    expect([await into.getAccess('w'), await into.getAccess(run)]).toEqual([importedAccess, importedAccess])
    const stored = ['retry', 'theme', 'language'].map((key) => other.get(`aw-studio-${key}`))
    expect(stored).toEqual(['{"count":1,"delaysMs":[7000]}', 'dark', 'de'])
    expect(other.get('aw-keys')).toBe('{"fit":["1"]}')
    // A file may come from anyone: its models are not used before the user adds them.
    expect([getModelEndpoints(), getOfferedModels()]).toEqual([[], [model]])
    expect(await importAll(into, file)).toEqual(none)

    freshBrowser()
    saveLoadPlan(dataset, plan('utf-8'))
    localStorage.setItem('aw-studio-theme', 'light')
    expect(await importAll(into, file)).toEqual({ ...none, settings: 3, models: 1 })
    expect(getSavedLoadPlan(dataset)).toEqual(plan('utf-8'))
    expect(localStorage.getItem('aw-studio-theme')).toBe('light')

    freshBrowser(true)
    expect((await importAll(into, file)).problems.map(({ code }) => code)).toEqual(['import.settings-not-stored'])
  })

  it('imports exports without settings and reports damaged settings', async () => {
    const [line = '', ...bytes] = (await (await exportAll(await filled(), 0)).text()).split('\n')
    const withChoices = (choices: unknown): Blob =>
      new Blob([[JSON.stringify({ ...(JSON.parse(line) as object), choices }), ...bytes].join('\n')])
    const come = (choices: unknown) => importAll(createMemoryStorage(), withChoices(choices))
    expect(await come(undefined)).toEqual({ ...none, workflows: 1, datasets: 2, runs: 1 })
    const broken = {
      loadPlans: { x: { dataset: 1 } },
      models: [{ name: 'a' }],
      retry: 'often',
      theme: 'pink',
      keyboard: 3,
    }
    const partly = await come(broken)
    expect(partly).toMatchObject({ workflows: 1, datasets: 2, runs: 1, plans: 0, settings: 0, models: 0 })
    expect(partly.problems[0]?.message).toBe('A load plan in this file cannot be read and was skipped.')
    expect(partly.problems.map(({ code }) => code)).toEqual(Array(5).fill('import.damaged'))
  })

  it('restores unreadable workflows with their stored data, once', async () => {
    const torn = { id: 'torn', reason: 'no nodes', value: { id: 'torn', nodes: 3 } }
    const file = await exportAll({ ...(await filled()), listUnreadable: async () => [torn] }, 0)
    const restored: { id: string; value: unknown }[] = []
    const into = {
      ...createMemoryStorage(),
      listUnreadable: async () => restored.map((item) => ({ ...item, reason: '' })),
      restoreUnreadable: async (item: { id: string; value: unknown }) => void restored.push(item),
    }
    expect(await importAll(into, file)).toEqual({ ...none, workflows: 2, datasets: 2, runs: 1 })
    expect(restored).toEqual([{ id: 'torn', value: torn.value }])
    expect(await importAll(into, file)).toEqual(none)
  })

  it('restores links to items of the same server, but not of another one', async () => {
    const at = (address: string) => {
      const places = new Map<string, { id: string }>()
      const key = (kind: string, id: string): string => `${kind} ${id}`
      const server = {
        api: { address } as ServerApi,
        remoteRefs: {
          find: (kind: string, id: string) => places.get(key(kind, id)),
          set: (kind: string, id: string, place: { id: string }) => void places.set(key(kind, id), place),
        } as ServerPlaces,
      }
      return { places, server }
    }
    const before = at('https://one.example')
    before.server.remoteRefs.set('document', 'w', { id: 'there-w', tag: '"3"' })
    before.server.remoteRefs.set('run', 'r', { id: 'there-r' })
    before.server.remoteRefs.set('run', 'of somebody else', { id: 'there-s' })
    const file = await exportAll(await filled(), 0, { server: before.server })
    const same = at('https://one.example')
    await importAll(createMemoryStorage(), file, { server: same.server })
    // The last common version of a document is determined again.
    expect([...same.places]).toEqual([
      ['document w', { id: 'there-w' }],
      ['run r', { id: 'there-r' }],
    ])
    const other = at('https://other.example')
    await importAll(createMemoryStorage(), file, { server: other.server })
    expect([...other.places]).toEqual([])
  })

  it('reports progress and can be canceled', async () => {
    const from = await filled()
    const out: number[] = []
    const file = await exportAll(from, 0, { onProgress: (share) => out.push(share) })
    expect(out).toEqual([0.25, 0.5, 0.75, 1])
    const back: number[] = []
    await importAll(
      createMemoryStorage(() => 2_000),
      file,
      { onProgress: (share) => back.push(share) },
    )
    expect(back).toEqual(back.toSorted((a, b) => a - b))
    expect(back.at(-1)).toBeCloseTo(1)

    const stopping = new AbortController()
    const { signal } = stopping
    await expect(exportAll(from, 0, { signal, onProgress: () => stopping.abort() })).rejects.toThrow(/abort/i)
    const into = createMemoryStorage(() => 2_000)
    let shares = 0
    const later = new AbortController()
    const onProgress = (): void => {
      if (++shares === 2) later.abort()
    }
    // Items imported before the cancellation stay.
    expect(await importAll(into, file, { signal: later.signal, onProgress })).toMatchObject({ datasets: 2, runs: 0 })
    expect(await into.listDocuments()).toEqual([])
  })

  it('rejects other files and skips only damaged items', async () => {
    const into = createMemoryStorage(() => 2_000)
    const other = await importAll(into, new File(['a,b\n'], 'a.csv'))
    expect(other.problems[0]?.message).toContain('“a.csv” is not a studio export')
    const bytes = new Uint8Array(await (await exportAll(await filled(), 0)).arrayBuffer())
    bytes[bytes.length - 1] = 0
    const partly = await importAll(into, new Blob([bytes]))
    expect(partly).toMatchObject({ workflows: 1, datasets: 1, runs: 1 })
    expect(partly.problems.map(({ code }) => code)).toEqual(['import.damaged'])
  })

  describe('of a crafted file', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const importHeader = async (header: object, replacements: Record<string, string> = {}) => {
      const all = { mark: 'aw-studio-export', version: 1, workflows: [], datasets: [], runs: [], ...header }
      const text = Object.entries(replacements).reduce(
        (line, [name, value]) => line.replaceAll(JSON.stringify(name), value),
        JSON.stringify(all),
      )
      const restored: string[] = []
      const restoreUnreadable = async ({ id }: { id: string }) => void restored.push(id)
      const into = { ...createMemoryStorage(() => 2_000), restoreUnreadable }
      const counts = await importAll(into, new Blob([`${text}\n`]))
      return { into, restored, counts, codes: counts.problems.map(({ code }) => code) }
    }

    it.each<[string, object]>([
      ['the id is an object', { run: { id: 'r' } }],
      ['the name of the workflow is a list', { workflowName: ['W'] }],
      ['the state is unknown', { state: 'constructor' }],
      ['the start is a text', { startedAt: 'yesterday' }],
      ['the end is an object', { endedAt: {} }],
      ['a dataset is a number', { datasets: [1] }],
    ])('skips a run if %s', async (_, changed) => {
      const { into, codes } = await importHeader({ runs: [{ run: { ...run, ...changed }, events }] })
      expect(codes).toEqual(['import.damaged'])
      expect(await into.listRuns()).toEqual([])
    })

    it('imports a run once, without unknown fields', async () => {
      const entry = { run: { ...run, evil: 'x' }, events }
      const { into, counts } = await importHeader({ runs: [entry, entry] })
      expect(counts).toMatchObject({ runs: 1, problems: [] })
      expect(await into.listRuns()).toEqual([run])
      expect(await into.getRunEvents('r')).toEqual(events)
    })

    it('skips values that are nested 100,000 levels deep, and imports the rest', async () => {
      const deepEvents = [{ ...events[0], inputs: { a: { x: { kind: 'json', json: 'DEEP' } } } }]
      const { into, restored, counts, codes } = await importHeader(
        {
          workflows: [
            { id: 'a', file: { ...createEmptyWorkflow('A'), settings: 'DEEP' } },
            { id: 'b', file: { workflow: createEmptyWorkflow('B'), versions: 'DEEP' } },
            { id: 'c', file: createEmptyWorkflow('C') },
          ],
          unreadable: [
            { id: 'u', value: 'DEEP' },
            { id: 'v', value: { old: 1 } },
          ],
          runs: [
            { run: { ...run, run: 'deep' }, events: deepEvents },
            { run, events },
          ],
        },
        { DEEP: deep },
      )
      expect(codes.every((code) => code === 'import.damaged')).toBe(true)
      expect(codes.length).toBeGreaterThanOrEqual(3)
      expect(counts.runs).toBe(1)
      expect((await into.getDocument('c'))?.workflow.name).toBe('C')
      expect(restored).toEqual(['v'])
    })

    it('does not read a first line that is too long for a page', async () => {
      let bytesRead = 0
      const start = new TextEncoder().encode('{"mark":"aw-studio-export"')
      const file = {
        size: 2e9,
        slice: (from: number, to: number) => ({
          arrayBuffer: () => {
            bytesRead += to - from
            // Only the requested range counts.
            const bytes = new Uint8Array(64).fill(32)
            if (from === 0) bytes.set(start)
            return Promise.resolve(bytes.buffer)
          },
        }),
      } as unknown as Blob
      const counts = await importAll(
        createMemoryStorage(() => 2_000),
        file,
      )
      expect(counts.problems.map(({ code }) => code)).toEqual(['import.not-an-export'])
      expect(bytesRead).toBeLessThan(600e6)
    })
  })
})
