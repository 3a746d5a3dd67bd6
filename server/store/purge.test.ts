import { systemClock } from '@aw-flow/engine'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSharedDatabase } from '../testing/open-shared-database.ts'
import { openStore, type Store } from './open-store.ts'
import { defaultPurgePolicy } from './purge-policy.ts'
import { purge } from './purge.ts'
import { serializeDocument } from './workflows/document-text.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const folder = createTestFolder()
let store: Store
let time = Date.parse('2026-01-01T00:00:00Z')
const days = (count: number): void => void (time += count * 86_400_000)
const none = { workflows: 0, datasets: 0, runs: 0, results: 0, deliveries: 0, auditEntries: 0 }
const workflow = { version: 1 as const, name: 'Purged', nodes: [], edges: [] }

beforeAll(async () => {
  const openedDatabase = await openSharedDatabase(folder)
  store = await openStore(folder, { ...systemClock, now: () => time }, { openedDatabase })
})
afterAll(() => store.close())

async function ended(id: string): Promise<void> {
  const request = {
    workflow:
      store.forWorkspace('default').workflows && (await store.forWorkspace('default').workflows.find('w'))!.workflow,
    inputs: {},
    seed: 1,
  }
  await store.forWorkspace('default').runs.add({ id, workflowId: 'w', request })
  const [held] = await store.leases.claim([id], 'test')
  const path = join(folder, `${id}.csv`)
  await writeFile(path, 'id\n1\n')
  const table = { id: 't', rows: 1, columns: [{ name: 'id', type: 'BIGINT' }] }
  const tables = await store
    .forWorkspace('default')
    .results.add(id, 1, [{ node: 'n', port: 'table', table, path, bytes: 5 }])
  expect(await store.leases.storeTables(held!, tables)).toBe(true)
  const event = { seq: 0, time, type: 'run-completed' }
  await store.leases.append([{ id, lease: 1, firstSeq: 0, bodies: [JSON.stringify(event)], status: 'completed', time }])
}

const results = (): Promise<string[]> => readdir(join(folder, 'results')).catch(() => [])
const now = (): number => time

/** Number of vacuums of the table of runs. */
async function vacuums(): Promise<number> {
  const [row] = await store.openedDatabase.execute(
    `select vacuum_count from pg_stat_user_tables where relname = 'runs'`,
  )
  return Number(row!.vacuum_count)
}

test('removes only rows and bytes after their retention', async () => {
  const policy = { ...defaultPurgePolicy, deletedDays: 30, runDays: 90, resultDays: 60 }
  const full = { tags: [], settings: {}, status: 'draft' as const, ...workflow }
  await store.forWorkspace('default').workflows.add('w', serializeDocument(full as never))
  await store.forWorkspace('default').workflows.add('gone', serializeDocument(full as never))
  const receive = async (text: string) =>
    store.forWorkspace('default').datasets.add(
      await store.datasetFiles.receive(
        (async function* () {
          yield Buffer.from(text)
        })(),
      ),
      'file.csv',
    )
  const { dataset } = await receive('a')
  const { dataset: other } = await receive('b')
  await ended('old')
  expect(await purge(store, policy, now)).toEqual(none)

  await store.forWorkspace('default').workflows.remove('gone')
  await store.forWorkspace('default').datasets.remove(dataset.id)
  days(29)
  expect(await purge(store, policy, now)).toEqual(none)
  expect(await store.forWorkspace('default').workflows.restore('gone')).toBe(true)
  await store.forWorkspace('default').workflows.remove('gone')
  days(2)
  expect(await purge(store, policy, now)).toEqual({ ...none, datasets: 1 })
  expect(await store.datasetFiles.has(dataset.id)).toBe(false)
  expect(await store.datasetFiles.has(other.id)).toBe(true)
  days(30)
  await ended('young')
  expect(await purge(store, policy, now)).toEqual({ ...none, workflows: 1, results: 1 })
  expect(await store.forWorkspace('default').workflows.restore('gone')).toBe(false)
  expect(await store.forWorkspace('default').runs.listTables('old')).toEqual([])
  expect(await store.forWorkspace('default').runs.readEvents('old')).toHaveLength(1)
  expect(await results()).toEqual(['young'])
  days(30)
  expect(await purge(store, policy, now)).toEqual({ ...none, runs: 1 })
  expect(await store.forWorkspace('default').runs.find('old')).toBeUndefined()
  expect(await store.forWorkspace('default').runs.find('young')).toMatchObject({ status: 'completed' })

  expect(await store.forWorkspace('default').runs.remove('young')).toBe(true)
  days(31)
  expect(await purge(store, { ...defaultPurgePolicy, deletedDays: 0 }, now)).toEqual(none)
  const before = await vacuums()
  expect(await purge(store, policy, now)).toEqual({ ...none, runs: 1 })
  expect(await results()).toEqual([])
  expect(await store.forWorkspace('default').datasets.list({ limit: 10, offset: 0 })).toMatchObject({
    items: [{ id: other.id }],
  })
  // Not `n_dead_tup`: dead rows of earlier transactions are added to it up to a second later.
  const pages = `select relpages > 0 and relallvisible = relpages as visible from pg_class where relname = 'workflows'`
  expect(await store.openedDatabase.execute(pages)).toEqual([{ visible: true }])
  expect(await vacuums()).toBe(before + 1)
})

test('removes the bytes of a dataset with its last reference', async () => {
  const policy = defaultPurgePolicy
  const add = async (workspace: string) => {
    const { datasets } = store.forWorkspace(workspace)
    const content = (async function* () {
      yield Buffer.from('shared')
    })()
    return datasets.add(await datasets.receive(content), `${workspace}.csv`)
  }
  const { dataset, isDuplicate } = await add('first')
  expect([dataset.name, isDuplicate]).toEqual(['first.csv', false])
  expect(await add('second')).toEqual({ dataset: { ...dataset, name: 'second.csv' }, isDuplicate: false })
  expect(await add('second')).toMatchObject({ dataset: { name: 'second.csv' }, isDuplicate: true })
  await store.forWorkspace('first').datasets.remove(dataset.id)
  days(31)
  expect(await purge(store, policy, now)).toEqual({ ...none, datasets: 1 })
  expect(await store.forWorkspace('first').datasets.openStream(dataset.id)).toBeUndefined()
  expect(await store.datasetFiles.has(dataset.id)).toBe(true)
  await store.forWorkspace('second').datasets.remove(dataset.id)
  // Added while the purge removes the last reference.
  const upload = add('third')
  days(31)
  await Promise.all([purge(store, policy, now), upload])
  expect(await store.datasetFiles.has(dataset.id)).toBe(true)
  await store.forWorkspace('third').datasets.remove(dataset.id)
  days(31)
  expect(await purge(store, policy, now)).toEqual({ ...none, datasets: 1 })
  expect(await store.datasetFiles.has(dataset.id)).toBe(false)
})
