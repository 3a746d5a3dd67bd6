import { systemClock } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type Store } from '../store/open-store.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { createTestFolder } from '../testing/test-resources.ts'

describeWithPostgres('deliveries of two servers', () => {
  const postgres = openTestPostgres()
  const folder = createTestFolder()
  let stores: readonly [Store, Store]
  beforeAll(async () => {
    const databaseUrl = await postgres.createDatabase()
    const secretKey = 'k'.repeat(32)
    const first = await openStore(folder, systemClock, { databaseUrl, secretKey })
    stores = [first, await openStore(folder, systemClock, { databaseUrl, secretKey })]
  })
  afterAll(async () => {
    for (const store of stores) await store.close()
  })

  test('go to one sender each, for each change of the state of a run', async () => {
    const [one, two] = stores
    const { endpoints, runs } = one.forWorkspace('default')
    for (const name of ['first', 'second']) {
      const events = ['run.started', 'run.cancelled'] as const
      await endpoints.add({
        name,
        url: 'https://a.example.com',
        events: [...events],
      })
    }
    const workflow = { version: 1 as const, name: 'W', status: 'draft' as const, tags: [], settings: {}, nodes: [], edges: [] } // oxfmt-ignore
    const ids = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of ids) {
      await runs.add({ id, workflowId: 'w', request: { workflow, inputs: {}, seed: 1 } })
      await one.leases.cancel('default', id)
    }
    const claimed = (
      await Promise.all([one, two, one, two].map(({ openDeliveries }) => openDeliveries().claimDue()))
    ).flat()
    const late = await one.openDeliveries().claimDue()
    const all = [...claimed, ...late].map(({ delivery }) => [delivery.event, delivery.runId].join(' '))
    expect(all.toSorted()).toEqual(ids.flatMap((id) => [`run.cancelled ${id}`, `run.cancelled ${id}`]).toSorted())
    // A sender that has ended without a result: another one sends the deliveries after a minute.
    const later = two.openDeliveries(() => Date.now() + 61_000)
    const again = [...(await later.claimDue()), ...(await later.claimDue())]
    expect(again.length).toBe(6)
  })
})
