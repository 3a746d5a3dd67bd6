import { createEmptyWorkflow } from '@aw-flow/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSharedDatabase } from '../../testing/open-shared-database.ts'
import { openStore, type Store } from '../open-store.ts'
import type { HeldLease } from './held-lease.ts'
import { createTestFolder } from '../../testing/test-resources.ts'

const folder = createTestFolder()
let store: Store
beforeAll(async () => {
  const openedDatabase = await openSharedDatabase(folder)
  store = await openStore(folder, { now: () => 1_000 }, { openedDatabase })
})
afterAll(() => store.close())

/** Adds a run that a worker has released and another one has claimed. */
async function addTakenRun(id: string): Promise<{ older: HeldLease; newer: HeldLease }> {
  const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
  await store.forWorkspace('default').runs.add({ id, workflowId: 'w', request })
  const [older] = await store.leases.claim([id], 'first')
  await store.leases.release([older!])
  const [newer] = await store.leases.claim([id], 'second')
  return { older: older!, newer: newer! }
}

const readRun = async (id: string) => {
  const { runs } = store.forWorkspace('default')
  return { status: (await runs.find(id))?.status, events: (await runs.readEvents(id)).length }
}
const created = JSON.stringify({ seq: 0, time: 1, type: 'cancel-requested' })
const end = { firstSeq: 0, bodies: [created], status: 'cancelled', time: 1 } as const
const table = { node: 'n', port: 'p', table: { id: 't', columns: [], rows: 0 }, file: 'f', bytes: 1 }

test('[R3] an older lease appends no events, with and without a change of the state', async () => {
  const { older, newer } = await addTakenRun('appended')
  expect(await store.leases.append([{ ...older, ...end }])).toEqual(new Set())
  expect(await store.leases.append([{ ...older, ...end, status: undefined }])).toEqual(new Set())
  expect(await readRun('appended')).toEqual({ status: 'queued', events: 0 })
  expect(await store.leases.append([{ ...newer, ...end }])).toEqual(new Set(['appended']))
  expect(await readRun('appended')).toEqual({ status: 'cancelled', events: 1 })
})

test('[R3] an older lease renews nothing, stores no tables and releases nothing', async () => {
  const { older, newer } = await addTakenRun('held')
  expect(await store.leases.heartbeat([older])).toEqual(new Map())
  expect(await store.leases.storeTables(older, [table])).toBe(false)
  await store.leases.release([older])
  expect(await store.leases.claim(['held'], 'third')).toEqual([])
  expect(await store.leases.heartbeat([newer])).toEqual(new Map([['held', { isCanceled: false }]]))
  expect(await store.leases.storeTables(newer, [table])).toBe(true)
  await store.leases.release([newer])
  expect(await store.leases.claim(['held'], 'third')).toMatchObject([{ lease: newer.lease + 1 }])
})

test('[R3] a claim does not read the whole table, even without statistics', async () => {
  const { execute } = store.openedDatabase
  await execute(`insert into runs (workspace_id, id, workflow_id, workflow_name, status, priority, created_at, ended_at,
      request, lease, blocked, event_depth)
    select 'default', 'past' || n, 'w', 'W', 'completed', 0, now(), now(), '{}', 1, false, 0 from generate_series(1, 5000) n`)
  const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
  await store.forWorkspace('default').runs.add({ id: 'queued', workflowId: 'w', request })
  const countScans = async (): Promise<unknown> => {
    await execute('select pg_stat_force_next_flush()')
    return (await execute(`select seq_scan from pg_stat_user_tables where relname = 'runs'`))[0]?.['seq_scan']
  }
  const before = await countScans()
  expect(await store.leases.claimQueued(10, 'first')).toMatchObject([{ id: 'queued', lease: 1 }])
  expect(await countScans()).toEqual(before)
})

test('[R7] runs that are added in the same millisecond start in order', async () => {
  const request = { workflow: createEmptyWorkflow('W'), inputs: {}, seed: 1 }
  const ids = ['z', 'y', 'x', 'w']
  for (const id of ids) await store.forWorkspace('default').runs.add({ id, workflowId: 'w', request })
  expect((await store.leases.claimQueued(10, 'first')).map(({ id }) => id)).toEqual(ids)
})

test('[R14] the release of a run that has ended does not change it', async () => {
  const { newer } = await addTakenRun('ended')
  await store.leases.append([{ ...newer, ...end }])
  await store.leases.release([{ ...newer, waitState: { wakesAt: 2_000 } }])
  expect(await readRun('ended')).toEqual({ status: 'cancelled', events: 1 })
})
