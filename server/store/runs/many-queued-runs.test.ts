import { systemClock } from '@aw-flow/engine'
import type { Workflow } from '@aw-flow/schema'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sizes } from '../../../test/sizes.ts'
import { openSharedDatabase } from '../../testing/open-shared-database.ts'
import type { OpenedDatabase } from '../database/open-database.ts'
import { openStore, type Store } from '../open-store.ts'
import { serializeDocument } from '../workflows/document-text.ts'
import type { ClaimedRun } from './claim-runs.ts'
import { createTestFolder, openForTests } from '../../testing/test-resources.ts'

const count = sizes.queuedRuns
const workspaces = ['a', 'b', 'c']
/** Runs that a worker claims at once. */
const batch = Math.ceil(count / 12)
const workflow: Workflow = {
  version: 1,
  name: 'Queued',
  status: 'draft',
  tags: [],
  settings: {},
  nodes: [],
  edges: [],
}
const request = { workflow, inputs: {}, seed: 1 }

const folder = createTestFolder()
const openAgain = (openedDatabase: OpenedDatabase): Promise<Store> => openStore(folder, systemClock, { openedDatabase })
const store = openForTests(async () => openAgain(await openSharedDatabase(folder)))

/** Ends runs as their worker would. Returns the ids of those that the worker still had. */
const end = async (runs: readonly ClaimedRun[]): Promise<string[]> => {
  const bodies = [JSON.stringify({ seq: 0, time: 0, type: 'run-completed' })]
  const time = Date.now()
  const batches = runs.map(({ id, lease }) => ({ id, lease, firstSeq: 0, bodies, status: 'completed' as const, time }))
  return [...(await store.leases.append(batches))]
}

test(`[R3] of ${count} queued runs, workers of a restarted server lose none and end each once`, async () => {
  const ids: string[] = []
  for (const workspace of workspaces) {
    const { workflows, runs } = store.forWorkspace(workspace)
    await workflows.add(`w-${workspace}`, serializeDocument(workflow))
    for (let index = 0; index < count / workspaces.length; index++) {
      const id = `${workspace}-${index}`
      await runs.add({ id, workflowId: `w-${workspace}`, request })
      ids.push(id)
    }
  }
  // A worker that is killed with runs that it has claimed.
  const lost = await store.leases.claimQueued(50, 'killed')
  expect(lost).toHaveLength(Math.min(50, ids.length))
  await sql`update runs set beat_at = now() - interval '1 hour' where worker = 'killed'`.execute(
    store.openedDatabase.database,
  )
  const restarted = await openAgain(store.openedDatabase)
  expect((await restarted.leases.listResumable(1_000)).toSorted()).toEqual(lost.map(({ id }) => id).toSorted())
  expect((await restarted.forWorkspace('a').runs.list({ limit: 1, offset: 0 })).total).toBe(
    ids.filter((id) => id.startsWith('a-')).length,
  )
  const ended: string[] = []
  const work = async (name: string): Promise<void> => {
    for (;;) {
      const resumed = await restarted.leases.claim(await restarted.leases.listResumable(batch), name)
      const claimed = [...resumed, ...(await restarted.leases.claimQueued(batch, name))]
      if (claimed.length === 0) return
      ended.push(...(await end(claimed)))
    }
  }
  await Promise.all(['one', 'two', 'three'].map(work))
  expect(ended.toSorted()).toEqual(ids.toSorted())
  // The killed worker that comes back ends none of its runs again.
  expect(await end(lost)).toEqual([])
})
