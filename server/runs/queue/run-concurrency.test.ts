import { systemClock } from '@aw-flow/engine'
import { getValue } from '@aw-flow/schema'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore, type Store } from '../../store/open-store.ts'
import { openSharedDatabase } from '../../testing/open-shared-database.ts'
import { chain, openTestMachine, type TestMachine, type TestMachineOptions } from '../../testing/test-machine.ts'
import { describeWithPostgres, openTestPostgres } from '../../testing/test-postgres.ts'
import { createTestFolder } from '../../testing/test-resources.ts'

const folder = createTestFolder()

/** Waits for an event, so that the run leaves its worker but has not ended. */
const workflow = chain(['wait', 'wait_for_event', { name: 'go' }])

interface Start {
  key?: string
  limit?: number
  workflowId?: string
  priority?: number
}

async function start({ runs }: TestMachine, { key, limit = 1, workflowId = 'w', priority = 0 }: Start) {
  const concurrency = key === undefined ? undefined : { key, limit }
  const request = { workflow, inputs: {}, seed: 1 }
  return (await runs.start(randomUUID(), workflowId, request, { priority, concurrency })).id
}

const finish = async ({ runs }: TestMachine, run: string): Promise<void> =>
  expect(await runs.signal(run, 'go')).toBeUndefined()

/** Waits until exactly these runs wait for their event, and returns the states of the others. */
async function expectWaiting(store: Store, waiting: readonly string[], others: readonly string[]): Promise<void> {
  const runs = store.forWorkspace('default').runs
  const list = async (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await runs.find(id))?.status))
  await expect.poll(() => list(waiting)).toEqual(waiting.map(() => 'waiting'))
  expect(await list(others)).toEqual(others.map(() => 'queued'))
}

function suite(open: () => Promise<Store>) {
  const withMachine = async (
    work: (machine: TestMachine, store: Store) => Promise<void>,
    options: Partial<TestMachineOptions> = {},
  ): Promise<void> => {
    const store = await open()
    const machine = await openTestMachine({ folder, store, nodes: builtInNodes, maxRuns: 20, ...options })
    try {
      await work(machine, store)
      expect(machine.faults).toEqual([])
    } finally {
      await machine.close()
      await store.close()
    }
  }

  test.each([
    ['without limits', {}],
    ['within limits across processes', { maxTotalRuns: 20 }],
  ])('%s, one run per key is in progress, and the next one starts at its end, by priority', (_, options) =>
    withMachine(async (machine, store) => {
      const first = await start(machine, { key: 'a' })
      await expectWaiting(store, [first], [])
      const second = await start(machine, { key: 'a', priority: -5 })
      const third = await start(machine, { key: 'a', priority: 5 })
      const other = await start(machine, { key: 'b' })
      const sameKey = await start(machine, { key: 'a', workflowId: 'another' })
      const free = await start(machine, {})
      await expectWaiting(store, [first, other, sameKey, free], [second, third])
      const { runs } = store.forWorkspace('default')
      expect(await runs.find(second)).toMatchObject({ isBlocked: true, concurrency: { key: 'a', limit: 1 } })
      expect(await runs.find(first)).toMatchObject({ isBlocked: false })
      await finish(machine, first)
      await expectWaiting(store, [third], [second])
      expect(await machine.runs.cancel(third)).toBe(true)
      await expectWaiting(store, [second], [])
    }, options),
  )

  test('a key with a limit of 2 has two runs in progress, and a canceled queued run frees nothing', () =>
    withMachine(async (machine, store) => {
      const runs: string[] = []
      for (let at = 0; at < 5; at++) runs.push(await start(machine, { key: 'a', limit: 2, priority: -at }))
      await expectWaiting(store, runs.slice(0, 2), runs.slice(2))
      expect(await machine.runs.cancel(runs[2]!)).toBe(true)
      expect((await store.forWorkspace('default').runs.find(runs[2]!))?.status).toBe('cancelled')
      await finish(machine, runs[1]!)
      await expectWaiting(store, [runs[0]!, runs[3]!], [runs[4]!])
    }))

  test('a retry waits for the runs with its key', () =>
    withMachine(async (machine, store) => {
      const first = await start(machine, { key: 'a' })
      await expectWaiting(store, [first], [])
      expect(await machine.runs.cancel(first)).toBe(true)
      await machine.waitForEnd(first)
      const second = await start(machine, { key: 'a' })
      await expectWaiting(store, [second], [])
      const retry = await machine.runs.retry(first, randomUUID())
      const id = getValue(retry)?.id
      await expectWaiting(store, [second], [id!])
      await finish(machine, second)
      await expectWaiting(store, [id!], [])
    }))
}

describe('concurrency keys with PGlite', () => {
  suite(async () => {
    const path = await mkdtemp(join(folder, 'pglite-'))
    const openedDatabase = await openSharedDatabase(path)
    return openStore(path, systemClock, { openedDatabase })
  })
})

describeWithPostgres('concurrency keys on PostgreSQL', () => {
  const postgres = openTestPostgres()
  suite(async () => openStore(folder, systemClock, { databaseUrl: await postgres.createDatabase() }))

  test('several workers keep the limit of a key', async () => {
    const databaseUrl = await postgres.createDatabase()
    const path = await mkdtemp(join(folder, 'postgres-'))
    const open = () => openTestMachine({ folder: path, databaseUrl, nodes: builtInNodes, maxRuns: 5 })
    const machines = [await open(), await open(), await open()]
    try {
      const { store } = machines[0]!
      const runs: string[] = []
      for (let at = 0; at < 12; at++) runs.push(await start(machines[at % 3]!, { key: `k${at % 2}`, limit: 1 }))
      const list = async () => (await store.forWorkspace('default').runs.list({ limit: 50, offset: 0 })).items
      const active = new Set<string>()
      while (active.size < runs.length) {
        const items = await list()
        const waiting = items.filter(({ status }) => status === 'waiting')
        const started = items.filter(({ status }) => status !== 'queued' && status !== 'completed')
        for (const key of ['k0', 'k1']) {
          expect(started.filter(({ concurrency }) => concurrency?.key === key).length).toBeLessThanOrEqual(1)
        }
        for (const { id } of waiting.filter((run) => !active.has(run.id))) {
          active.add(id)
          await finish(machines[active.size % 3]!, id)
        }
      }
      await Promise.all(runs.map((run) => machines[0]!.waitForEnd(run)))
      expect(machines.flatMap(({ faults }) => faults)).toEqual([])
    } finally {
      await Promise.all(machines.map((machine) => machine.close()))
    }
  })
})
