import { createMemoryStorage, type ConnectedServer, type StoredRun } from '@aw-flow/client'
import { emptyWorkflow, type RunEvent } from '@aw-flow/schema'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exportAll, importAll } from './whole-export.ts'

type ServerApi = ConnectedServer['api']
type ServerPlaces = ConnectedServer['places']

const run: StoredRun = { run: 'r', workflowId: 'w', workflowName: 'W', state: 'completed', startedAt: 1, endedAt: 2 }
const events: RunEvent[] = [
  { seq: 0, time: 1, type: 'run-started', version: 1, run: 'r', workflow: emptyWorkflow(), inputs: {}, seed: 1 },
  { seq: 1, time: 2, type: 'run-completed' },
]

async function filled() {
  const storage = createMemoryStorage(() => 1_000)
  await storage.putDocument('w', emptyWorkflow('Übersicht'), 0)
  await storage.appendEvents(run, events)
  for (const text of ['a,b\n1,2\n', 'x']) {
    const id = createHash('sha256').update(text).digest('hex')
    const dataset = { id, name: `${text[0]}.csv`, size: text.length, createdAt: '2026-11-20T10:00:00.000Z' }
    await storage.putDataset(dataset, new Blob([text]))
  }
  return storage
}

describe('everything in one file', () => {
  it('comes back into an empty profile as it was, and a second time changes nothing', async () => {
    const from = await filled()
    const file = await exportAll(from, 0)
    const into = createMemoryStorage(() => 2_000)
    expect(await importAll(into, file)).toEqual({ workflows: 1, datasets: 2, runs: 1, problems: [] })
    expect((await into.getDocument('w'))?.workflow.name).toBe('Übersicht')
    expect(await into.runEvents('r')).toEqual(events)
    for (const { dataset } of await from.listDatasets()) {
      expect(await (await into.datasetBytes(dataset.id))?.text()).toBe(
        await (await from.datasetBytes(dataset.id))?.text(),
      )
    }
    expect(await importAll(into, file)).toEqual({ workflows: 0, datasets: 0, runs: 0, problems: [] })
  })

  it('knows again what the same server still has, and nothing of another one', async () => {
    const at = (address: string) => {
      const places = new Map<string, { id: string }>()
      const key = (kind: string, id: string): string => `${kind} ${id}`
      const server = {
        api: { address } as ServerApi,
        places: {
          find: (kind: string, id: string) => places.get(key(kind, id)),
          keep: (kind: string, id: string, place: { id: string }) => void places.set(key(kind, id), place),
        } as ServerPlaces,
      }
      return { places, server }
    }
    const before = at('https://one.example')
    before.server.places.keep('document', 'w', { id: 'there-w', tag: '"3"' })
    before.server.places.keep('run', 'r', { id: 'there-r' })
    before.server.places.keep('run', 'of somebody else', { id: 'there-s' })
    const file = await exportAll(await filled(), 0, { server: before.server })
    const same = at('https://one.example')
    await importAll(createMemoryStorage(), file, { server: same.server })
    // What a document was when both had it last is found out anew.
    expect([...same.places]).toEqual([
      ['document w', { id: 'there-w' }],
      ['run r', { id: 'there-r' }],
    ])
    const other = at('https://other.example')
    await importAll(createMemoryStorage(), file, { server: other.server })
    expect([...other.places]).toEqual([])
  })

  it('tells how far it is, up to the whole, and can be stopped', async () => {
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
    // What had come before it was stopped stays.
    expect(await importAll(into, file, { signal: later.signal, onProgress })).toMatchObject({ datasets: 2, runs: 0 })
    expect(await into.listDocuments()).toEqual([])
  })

  it('is refused with a clear word where it is another file, and loses only what is damaged', async () => {
    const into = createMemoryStorage(() => 2_000)
    const other = await importAll(into, new File(['a,b\n'], 'a.csv'))
    expect(other.problems[0]?.message).toContain('“a.csv” is no export')
    const bytes = new Uint8Array(await (await exportAll(await filled(), 0)).arrayBuffer())
    bytes[bytes.length - 1] = 0
    const partly = await importAll(into, new Blob([bytes]))
    expect(partly).toMatchObject({ workflows: 1, datasets: 1, runs: 1 })
    expect(partly.problems.map(({ code }) => code)).toEqual(['import.damaged'])
  })
})
