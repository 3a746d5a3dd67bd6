import { foldRun } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import before02Url from '../../../test/fixtures/before-0.2/page-profile.json?url'
import version01Url from '../../../test/fixtures/v0.1/page-profile.json?url'
import { openStorage } from './open-storage.ts'
import type { WorkflowStorage } from './storage.ts'

/** Profiles that earlier versions stored in a browser open and are listed. */

interface StoredDatabase {
  version: number
  stores: {
    name: string
    autoIncrement: boolean
    indexes: { name: string; keyPath: string }[]
    records: [key: IDBValidKey, value: unknown][]
  }[]
}

/** Creates a value from its form in the JSON file. */
function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (typeof value !== 'object' || value === null) return value
  const { $type: type, base64, media, time, ...rest } = value as Record<string, unknown>
  if (type === undefined) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]))
  if (type === 'undefined') return undefined
  if (type === 'Date') return new Date(Number(time))
  const bytes = Uint8Array.from(atob(String(base64)), (character) => character.charCodeAt(0))
  if (type === 'Blob') return new Blob([bytes], { type: String(media) })
  if (type === 'File') return new File([bytes], String(rest['name']), { type: String(media) })
  return type === 'ArrayBuffer' ? bytes.buffer : bytes
}

async function openProfile(url: string): Promise<{ storage: WorkflowStorage; problems: unknown[] }> {
  const profile = (await (await fetch(url)).json()) as { databases: (StoredDatabase & { name: string })[] }
  const { version, stores } = profile.databases.find(({ name }) => name === 'aw')!
  const name = `aw-profile-${crypto.randomUUID()}`
  await new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open(name, version)
    opening.addEventListener('error', () => reject(opening.error))
    opening.addEventListener('upgradeneeded', () => {
      for (const { name: store, autoIncrement, indexes } of stores) {
        const created = opening.result.createObjectStore(store, { autoIncrement })
        for (const { name: index, keyPath } of indexes) created.createIndex(index, keyPath)
      }
    })
    opening.addEventListener('success', () => {
      const transaction = opening.result.transaction(
        stores.map((store) => store.name),
        'readwrite',
      )
      for (const { name: store, records } of stores) {
        for (const [key, value] of records)
          transaction.objectStore(store).put(decode(value), decode(key) as IDBValidKey)
      }
      transaction.addEventListener('error', () => reject(transaction.error))
      transaction.addEventListener('complete', () => {
        opening.result.close()
        resolve()
      })
    })
  })
  const problems: unknown[] = []
  const now = (): number => Date.UTC(2026, 11, 1)
  return { storage: await openStorage({ name, now, onProblem: (problem) => problems.push(problem) }), problems }
}

const readTexts = async (storage: WorkflowStorage, id: string): Promise<string | undefined> =>
  (await storage.getDatasetBytes(id))?.text()

it('a profile of version 0.1', async () => {
  const { storage, problems } = await openProfile(version01Url)
  const names = (await storage.listDocuments()).map(({ workflow }) => workflow.name)
  expect(names).to.include.members(['Orders to points', 'Notes and groups', 'Approve the orders', 'Table nodes'])
  const [document] = (await storage.listDocuments()).filter(({ workflow }) => workflow.name === 'Large or small')
  expect((await storage.getAccess(document!.id)).trust).to.equal('own')
  expect((await storage.listVersions(document!.id)).map(({ name }) => name)).to.include('Before the change')
  const datasets = await storage.listDatasets()
  const orders = datasets.find(({ dataset }) => dataset.name === 'orders.csv')
  expect(await readTexts(storage, orders!.dataset.id)).to.match(/^id;customer;/m)
  const runs = await storage.listRuns()
  const states = await Promise.all(runs.map(async ({ run }) => foldRun(await storage.getRunEvents(run)).state))
  expect(states.sort()).to.deep.equal(['completed', 'completed', 'failed', 'waiting'])
  expect((await storage.trash.list()).map(({ name }) => name)).to.deep.equal(['Deleted'])
  expect(await storage.syncStates.get('server', document!.id)).to.equal(undefined)
  expect(problems).to.deep.equal([])
  storage.close()
})

it('a profile from before version 0.2', async () => {
  const { storage, problems } = await openProfile(before02Url)
  const documents = await storage.listDocuments()
  expect(documents.map(({ workflow }) => workflow.name).sort()).to.deep.equal([
    'Notes and groups',
    'Table nodes, changed',
  ])
  expect((await storage.getAccess('notes')).trust).to.equal('imported')
  expect(await storage.syncStates.get('https://aw.example', 'notes')).to.deep.equal({ revision: 3 })
  expect((await storage.listVersions('tables')).map(({ name }) => name)).to.deep.equal(['Before the change'])
  const [stored] = await storage.listDatasets()
  expect(await readTexts(storage, stored!.dataset.id)).to.match(/^id;customer;/m)
  for (const { run, state } of await storage.listRuns())
    expect(foldRun(await storage.getRunEvents(run)).state).to.equal(state)
  expect((await storage.listRuns({ workflowId: 'tables' })).map(({ run }) => run).sort()).to.deep.equal([
    'skipped',
    'waiting',
  ])
  expect((await storage.trash.list()).map(({ name }) => name)).to.deep.equal(['Deleted'])
  expect(problems).to.deep.equal([])
  storage.close()
})
