import { defineNode, NodeError, systemClock, type NodeDefinition } from '@aw-flow/engine'
import { getValue } from '@aw-flow/schema'
import { builtInNodes } from '@aw-flow/nodes'
import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openStore, type Store } from '../store/open-store.ts'
import { createRunLeases } from '../store/runs/run-leases.ts'
import { openSharedDatabase } from '../testing/open-shared-database.ts'
import { chain, openTestMachine, type TestMachine, type TestMachineOptions } from '../testing/test-machine.ts'
import { level } from '../../test/sizes.ts'
import { describeWithPostgres, openTestPostgres } from '../testing/test-postgres.ts'
import { createTestFolder, openForTests } from '../testing/test-resources.ts'

const folder = createTestFolder()

const face = { family: 'logic', icon: 'box', version: 1 } as const
const any = [{ name: 'value', type: 'any' }] as const

/** A node that reports its start and waits until it may continue. */
function createHold() {
  const order: string[] = []
  let at = 0
  let max = 0
  let open: () => void = () => undefined
  const isOpen = new Promise<void>((resolve) => (open = resolve))
  const node: NodeDefinition = defineNode({
    ...face,
    type: 'hold',
    title: 'Hold',
    description: 'Waits until it may go on',
    inputs: any,
    outputs: any,
    settings: z.strictObject({ name: z.string().default('') }),
    describe: () => ({ outputs: {}, summary: 'Waits' }),
    async run({ settings, signal }) {
      order.push(settings.name)
      max = Math.max(max, ++at)
      try {
        const stopped = new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        })
        await Promise.race([isOpen, stopped])
      } finally {
        at--
      }
      return { outputs: {} }
    },
  })
  return { node, order, open: () => open(), atWork: () => at, max: () => max }
}

/** A node that performs an effect and fails at the first attempt. */
function createFailing(times: number) {
  const done: string[] = []
  let failures = 0
  const node = (type: string, isFailing: boolean): NodeDefinition =>
    defineNode({
      ...face,
      type,
      title: type,
      description: type,
      inputs: any,
      outputs: any,
      settings: z.strictObject({ note: z.string().optional() }),
      describe: () => ({ outputs: {}, summary: type }),
      async run({ effect }) {
        if (isFailing && failures++ < times)
          throw new NodeError('permanent', { code: 'test.failed', severity: 'error', message: 'It failed.' })
        await effect('test', { type }, async () => {
          done.push(type)
          return true
        })
        return { outputs: { value: { kind: 'json', json: type } } }
      },
    })
  return { nodes: [node('first', false), node('second', true), node('third', false)], done }
}

/**
 * The tests for one store, each with its own machines. If `onlyLocks`, those are skipped that do not depend on how the
 * database locks rows.
 */
function suite(open: () => Promise<Store>, { onlyLocks = false } = {}): void {
  const testLogic = test.skipIf(onlyLocks)
  const store = openForTests(() => open())

  /** Opens machines that share one database. They are closed at the end and must not report faults. */
  const withMachines = async (
    work: (machine: (options: Omit<TestMachineOptions, 'folder'>) => Promise<TestMachine>) => Promise<void>,
  ): Promise<void> => {
    const opened: TestMachine[] = []
    try {
      await work(async (options) => {
        const machine = await openTestMachine({ folder, store, ...options })
        opened.push(machine)
        return machine
      })
      expect(opened.flatMap(({ faults }) => faults)).toEqual([])
    } finally {
      for (const machine of opened.toReversed()) await machine.close()
    }
  }

  /** A waiting run that is due. */
  const beginDue = async (worker: TestMachine): Promise<string> => {
    const run = await worker.startRun(chain(['rest', 'delay', { seconds: 3600 }]))
    await store.openedDatabase.execute(
      `update runs set status = 'waiting', lease = 1, wakes_at = now() - interval '1 second' where id = $1`,
      [run],
    )
    return run
  }

  test('[R7] runs start by priority, then in order, within the limit of concurrent runs', () =>
    withMachines(async (machine) => {
      const hold = createHold()
      const nodes = [hold.node]
      const worker = await machine({ nodes, maxRuns: 1 })
      const first = await worker.startRun(chain(['a', 'hold', { name: 'first' }]))
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(1)
      const runs = [first]
      for (const [name, priority] of [
        ['usual', 0],
        ['late', -5],
        ['urgent', 5],
        ['urgent too', 5],
      ] as const) {
        const run = await worker.startRun(chain(['a', 'hold', { name }]), { priority })
        runs.push(run)
      }
      hold.open()
      for (const run of runs) expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(hold.order).toEqual(['first', 'urgent', 'urgent too', 'usual', 'late'])
      expect(hold.max()).toBe(1)
    }))

  test('[R8] limits concurrent runs of one workflow, and others continue', () =>
    withMachines(async (machine) => {
      const [held, other] = [createHold(), createHold()]
      const nodes = [held.node, { ...other.node, type: 'other' }]
      const worker = await machine({ nodes, maxRuns: 6, maxRunsPerWorkflow: 2 })
      const runs: string[] = []
      for (let at = 0; at < 5; at++) runs.push(await worker.startRun(chain(['a', 'hold']), { workflowId: 'limited' }))
      runs.push(await worker.startRun(chain(['a', 'other']), { workflowId: 'free' }))
      await expect.poll(() => [held.atWork(), other.atWork()], { timeout: 180_000 }).toEqual([2, 1])
      other.open()
      expect((await worker.waitForEnd(runs.at(-1)!)).at(-1)).toMatchObject({ type: 'run-completed' })
      held.open()
      for (const run of runs) expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(held.max()).toBe(2)
    }))

  test('[R8] limits concurrent runs of all workers', () =>
    withMachines(async (machine) => {
      const hold = createHold()
      const worker = await machine({ nodes: [hold.node], maxRuns: 6, maxTotalRuns: 2 })
      const runs: string[] = []
      for (let at = 0; at < 5; at++)
        runs.push(await worker.startRun(chain(['a', 'hold']), { workflowId: String(at), priority: at }))
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(2)
      hold.open()
      for (const run of runs) expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(hold.max()).toBe(2)
    }))

  test.each([
    ['with limits', { maxRunsPerWorkflow: 0, maxTotalRuns: 100 }],
    ['without limits', undefined],
  ])('[R22] a workspace with many urgent runs leaves places for the others, %s', async (_, capacity) => {
    const names = ['flood', 'quiet']
    const add = async (workspace: string, count: number, priority: number): Promise<void> => {
      const request = { workflow: chain(['a', 'hold']), inputs: {}, seed: 1 }
      for (let index = 0; index < count; index++) {
        await store.forWorkspace(workspace).runs.add({ id: randomUUID(), workflowId: workspace, request, priority })
      }
    }
    const claim = async (max: number): Promise<string[]> => {
      const runs = await store.leases.claimQueued(max, 'a worker', { capacity })
      return runs.map(({ workspace }) => workspace).sort()
    }
    try {
      await add('flood', 12, 10)
      await add('quiet', 2, -10)
      expect(await claim(4)).toEqual(['flood', 'flood', 'quiet', 'quiet'])
      expect(await claim(4)).toEqual(['flood', 'flood', 'flood', 'flood'])
      await add('quiet', 1, -10)
      expect(await claim(1)).toEqual(['quiet'])
      expect(await claim(100)).toHaveLength(6)
      // The waits of all of them have ended.
      await store.openedDatabase.execute(
        `update runs set status = 'waiting', worker = null, wakes_at = now() - interval '1 second'
        where workspace_id = any($1)`,
        [names],
      )
      const due = await store.leases.listResumable(6)
      expect(due).toHaveLength(6)
      const resumed = await store.leases.claim(due, 'a worker', { max: 4, capacity })
      expect(resumed.map(({ workspace }) => workspace).sort()).toEqual(['flood', 'flood', 'quiet', 'quiet'])
    } finally {
      await store.openedDatabase.execute(`delete from runs where workspace_id = any($1)`, [names])
    }
  })

  test.each([
    ['without limits', undefined],
    ['within limits', { maxRunsPerWorkflow: 0, maxTotalRuns: 4 }],
  ])('[R25] a workspace without a run in progress gets one beyond the limits, %s', async (_, capacity) => {
    const names = ['flood', 'quiet', 'third']
    const add = async (workspace: string, count: number): Promise<void> => {
      const request = { workflow: chain(['a', 'hold']), inputs: {}, seed: 1 }
      for (let index = 0; index < count; index++) {
        await store.forWorkspace(workspace).runs.add({ id: randomUUID(), workflowId: workspace, request, priority: 0 })
      }
    }
    const claim = async (max: number, maxIdleWorkspaces?: number): Promise<string[]> => {
      const runs = await store.leases.claimQueued(max, 'a worker', {
        capacity,
        ...(maxIdleWorkspaces ? { maxIdleWorkspaces } : {}),
      })
      return runs.map(({ workspace }) => workspace).sort()
    }
    try {
      await add('flood', 12)
      expect(await claim(4)).toEqual(['flood', 'flood', 'flood', 'flood'])
      expect(await claim(0)).toEqual([])
      await add('quiet', 2)
      await add('third', 2)
      expect(await claim(0, 1)).toHaveLength(1)
      expect(await claim(0, 1)).toHaveLength(1)
      expect(await claim(0)).toEqual([])
      // Its run has ended, so it is idle again; the limits still hold for the others.
      await store.openedDatabase.execute(
        `update runs set status = 'completed', worker = null, ended_at = now() where workspace_id = 'third' and worker is not null`,
      )
      expect(await claim(0)).toEqual(['third'])
      // A wait of a run of an idle workspace has ended.
      await store.openedDatabase.execute(
        `update runs set status = 'waiting', worker = null, wakes_at = now() - interval '1 second'
        where workspace_id = any($1) and worker is not null`,
        [['quiet', 'third']],
      )
      const due = await store.leases.listResumable(10)
      expect(due).toHaveLength(2)
      const resumed = await store.leases.claim(due, 'a worker', { max: 0, capacity })
      expect(resumed.map(({ workspace }) => workspace).sort()).toEqual(['quiet', 'third'])
      // The worker has failed: each workspace gets one run beyond the limits, the rest when places are free.
      await store.openedDatabase.execute(
        `update runs set beat_at = now() - interval '1 minute' where workspace_id = any($1) and worker is not null`,
        [names],
      )
      const left = await store.leases.listResumable(10)
      expect(left).toHaveLength(6)
      const first = await store.leases.claim(left, 'another worker', { max: 0, maxIdleWorkspaces: 2, capacity })
      expect(first).toHaveLength(2)
      const continued = [...first, ...(await store.leases.claim(left, 'another worker', { max: 0, capacity }))]
      expect(continued.map(({ workspace }) => workspace).sort()).toEqual(['flood', 'quiet', 'third'])
      expect(await store.leases.claim(left, 'another worker', { max: 0, capacity })).toEqual([])
    } finally {
      await store.openedDatabase.execute(`delete from runs where workspace_id = any($1)`, [names])
    }
  })

  testLogic('a failed run is retried from its last successful step', () =>
    withMachines(async (machine) => {
      const { nodes, done } = createFailing(1)
      const worker = await machine({ nodes, maxRuns: 2 })
      const run = await worker.startRun(chain(['a', 'first'], ['b', 'second'], ['c', 'third']))
      expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-failed', failed: ['b'] })
      const retried = await worker.runs.retry(run, 'again')
      expect(retried).toMatchObject({ value: { id: 'again', retryOf: run } })
      expect((await worker.waitForEnd('again')).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(done).toEqual(['first', 'second', 'third'])
      expect(await worker.runs.retry('again', 'never')).toMatchObject({ problem: { code: 'run.not-retryable' } })
    }),
  )

  test('[R21] concurrent retries of a run, also on different servers, create one run', () =>
    withMachines(async (machine) => {
      const { nodes, done } = createFailing(1)
      const worker = await machine({ nodes, maxRuns: 2 })
      const server = await machine({ nodes, maxRuns: 0 })
      const run = await worker.startRun(chain(['a', 'first'], ['b', 'second'], ['c', 'third']))
      expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-failed', failed: ['b'] })
      const retries = await Promise.all(
        Array.from({ length: 20 }, (_, index) => [worker, server][index % 2]!.runs.retry(run, `storm-${index}`)),
      )
      const ids = new Set(retries.map((retry) => getValue(retry)?.id))
      expect([...ids]).toEqual([expect.stringMatching(/^storm-/)])
      await worker.waitForEnd([...ids][0]!)
      expect(done).toEqual(['first', 'second', 'third'])
      expect(await worker.runs.retry(run, 'later')).toMatchObject({ value: { id: [...ids][0] } })
      const { items } = await store.forWorkspace('default').runs.list({ limit: 1000, offset: 0 })
      expect(items.filter(({ retryOf }) => retryOf === run)).toHaveLength(1)
    }))

  testLogic('[R21] a run whose retry failed can be retried again', () =>
    withMachines(async (machine) => {
      const { nodes, done } = createFailing(2)
      const worker = await machine({ nodes, maxRuns: 2 })
      const run = await worker.startRun(chain(['a', 'first'], ['b', 'second']))
      await worker.waitForEnd(run)
      for (const [id, end] of [
        ['retry-that-fails', 'run-failed'],
        ['retry-that-completes', 'run-completed'],
      ] as const) {
        expect(await worker.runs.retry(run, id)).toMatchObject({ value: { id, retryOf: run } })
        expect((await worker.waitForEnd(id)).at(-1)).toMatchObject({ type: end })
      }
      expect(done).toEqual(['first', 'second'])
    }),
  )

  testLogic('an ended run is run again with changed settings, and reuses results that they do not affect', () =>
    withMachines(async (machine) => {
      const { nodes, done } = createFailing(0)
      const worker = await machine({ nodes, maxRuns: 2 })
      const run = await worker.startRun(chain(['a', 'first'], ['b', 'second'], ['c', 'third']))
      expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      const settings = { c: { note: 'changed' } }
      expect(await worker.runs.retry(run, 'with-settings', { settings })).toMatchObject({
        value: { id: 'with-settings', retryOf: run },
      })
      const record = await worker.waitForEnd('with-settings')
      expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
      const [begin] = record
      const workflow = begin?.type === 'run-started' ? begin.workflow : undefined
      expect(workflow?.nodes.find(({ id }) => id === 'c')?.data.config).toEqual({ note: 'changed' })
      expect((await worker.store.forWorkspace('default').runs.readRequest('with-settings')).workflow).toEqual(workflow)
      expect(done).toEqual(['first', 'second', 'third', 'third'])
      const missing = await worker.runs.retry(run, 'never', { settings: { gone: {} } })
      expect(missing).toMatchObject({ problem: { code: 'fork.no-node' } })
    }),
  )

  testLogic('a run that waits for a person or a time uses no slot', () =>
    withMachines(async (machine) => {
      const worker = await machine({ nodes: builtInNodes, maxRuns: 1 })
      const asks = await worker.startRun(chain(['ask', 'approval']))
      const rests = await worker.startRun(chain(['rest', 'delay', { seconds: 1 }]))
      await expect
        .poll(async () => (await worker.store.forWorkspace('default').runs.find(asks))?.status, { timeout: 180_000 })
        .toBe('waiting')
      expect((await worker.waitForEnd(rests)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(worker.worker?.listActiveRunIds()).toEqual([])
      const waiting = (await worker.store.forWorkspace('default').runs.readEvents(asks)).find(
        ({ type }) => type === 'node-waiting',
      )
      const digest =
        waiting?.type === 'node-waiting' && waiting.waitFor.kind === 'approval' ? waiting.waitFor.digest : ''
      const decided = await worker.runs.decide(asks, { node: 'ask', decision: 'approve', digest } as never)
      expect(decided).toBeUndefined()
      expect((await worker.waitForEnd(asks)).at(-1)).toMatchObject({ type: 'run-completed' })
    }),
  )

  test('[R2] a worker with late heartbeats does not take over its own run', () =>
    withMachines(async (machine) => {
      const hold = createHold()
      const worker = await machine({ nodes: [hold.node], maxRuns: 2 })
      const run = await worker.startRun(chain(['a', 'hold']))
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(1)
      // The state after the database was down for longer than a lease.
      const { execute } = store.openedDatabase
      await execute(`update runs set beat_at = now() - interval '1 minute' where id = $1`, [run])
      const next = await worker.startRun(chain(['a', 'hold']))
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(2)
      hold.open()
      for (const id of [run, next]) {
        const types = (await worker.waitForEnd(id)).map(({ type }) => type)
        expect(types.at(-1)).toBe('run-completed')
        expect(types).not.toContain('run-resumed')
      }
      expect(hold.order).toHaveLength(2)
    }))

  test('[R16] a run cancelled during its release is cancelled at once, without polling', async () => {
    const listResumable: Store['leases']['listResumable'] = async () => []
    const release: Store['leases']['release'] = async (runs) => {
      for (const { id, waitState } of runs) if (waitState) expect(await machine.runs.cancel(id)).toBe(true)
      return store.leases.release(runs)
    }
    const leases = { ...store.leases, listResumable, release }
    const machine: TestMachine = await openTestMachine({ folder, store: { ...store, leases }, nodes: builtInNodes, maxRuns: 1 }) // oxfmt-ignore
    try {
      const run = await machine.startRun(chain(['rest', 'delay', { seconds: 3600 }]))
      expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-cancelled' })
      expect(machine.faults).toEqual([])
    } finally {
      await machine.close()
    }
  })

  // Regression: under load, runs of a killed worker were not taken over before the queue was empty.
  test('[R7] runs of a dead worker are claimed before new runs', async () => {
    const hold = createHold()
    const listed: string[] = []
    const listResumable: Store['leases']['listResumable'] = async (limit) => {
      const ids = await store.leases.listResumable(limit)
      listed.push(...ids)
      return ids
    }
    const watched = { ...store, leases: { ...store.leases, listResumable } }
    const worker = await openTestMachine({ folder, store: watched, nodes: [hold.node], maxRuns: 1 })
    try {
      const runs = [await worker.startRun(chain(['a', 'hold', { name: 'first' }]))]
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(1)
      for (const name of ['second', 'third'])
        runs.push(await worker.startRun(chain(['a', 'hold', { name }]), { priority: 5 }))
      const left = await worker.startRun(chain(['a', 'hold', { name: 'left' }]))
      const { execute } = store.openedDatabase
      const gone = `status = 'running', lease = 1, worker = 'gone', beat_at = now() - interval '1 minute'`
      await execute(`update runs set ${gone} where id = $1`, [left])
      // The worker knows the result of a poll when it starts the next one.
      await expect.poll(() => listed.filter((id) => id === left).length, { timeout: 180_000 }).toBeGreaterThan(2)
      hold.open()
      for (const run of [...runs, left])
        expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(hold.order).toEqual(['first', 'left', 'second', 'third'])
    } finally {
      await worker.close()
    }
  })

  // Regression: after a server was killed, runs that waited for a time never continued.
  test.each([
    ['was killed before it left it', `worker = 'gone', beat_at = now() - interval '1 minute', wakes_at = null`, false],
    ['was killed with all others', `worker = 'gone', beat_at = now(), wakes_at = null`, true],
  ])('a run that waits, whose worker %s, goes on when its time comes', (_, change, alone) =>
    withMachines(async (machine) => {
      const worker = await machine({ nodes: builtInNodes, maxRuns: 1 })
      const run = await worker.startRun(chain(['rest', 'delay', { seconds: 3600 }]))
      const { execute } = store.openedDatabase
      const row = async () => (await execute('select worker, wakes_at, lease from runs where id = $1', [run]))[0]!
      const isLeft = { worker: null, wakes_at: expect.anything() }
      await expect.poll(row, { timeout: 180_000 }).toMatchObject({ ...isLeft, lease: 1 })
      const { wakes_at: wakesAt } = await row()
      await execute(`update runs set ${change} where id = $1`, [run])
      if (alone) await store.leases.releaseAll()
      await expect.poll(row, { timeout: 180_000 }).toEqual({ worker: null, wakes_at: wakesAt, lease: 2 })
      await worker.runs.cancel(run)
      expect((await worker.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-cancelled' })
    }),
  )

  test('[R20] a stopping worker announces its released runs, and another one continues them', () =>
    withMachines(async (machine) => {
      const hold = createHold()
      const leaving = await openTestMachine({ folder, store, nodes: [hold.node], maxRuns: 1 })
      const run = await leaving.startRun(chain(['a', 'hold']))
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(1)
      const other = await machine({ nodes: [hold.node], maxRuns: 1 })
      const announced: string[] = []
      // Notifications about runs of other tests may still arrive.
      other.notifications.listen({ onCommand: (id) => void (id === run && announced.push(id)) })
      await leaving.close()
      await expect.poll(() => announced, { timeout: 180_000 }).toEqual([run])
      await expect.poll(() => other.worker!.listActiveRunIds(), { timeout: 180_000 }).toEqual([run])
      hold.open()
      expect((await other.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(leaving.faults).toEqual([])
    }))

  testLogic('a waiting run that was claimed by a worker that ended at once continues', () =>
    withMachines(async (machine) => {
      const worker = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const run = await beginDue(worker)
      const [held] = await store.leases.claim([run], 'closing')
      await store.leases.release([held!])
      expect(await store.leases.listResumable(100)).toContain(run)
      await worker.runs.cancel(run)
      await (await machine({ nodes: builtInNodes, maxRuns: 1 })).waitForEnd(run)
    }),
  )

  testLogic('[R2] a run whose last heartbeat lies in the future is due, because the clock was set back', () =>
    withMachines(async (machine) => {
      const worker = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const run = await beginDue(worker)
      const { execute } = store.openedDatabase
      const setHeartbeat = (offset: string) =>
        execute(`update runs set worker = 'gone', beat_at = now() + $2::interval where id = $1`, [run, offset])
      await setHeartbeat('5 seconds')
      expect(await store.leases.listResumable(100)).not.toContain(run)
      await setHeartbeat('2 hours')
      expect(await store.leases.listResumable(100)).toContain(run)
      await worker.runs.cancel(run)
      await (await machine({ nodes: builtInNodes, maxRuns: 1 })).waitForEnd(run)
    }),
  )

  test('[R2] a run in progress is not claimed by another server that sees the clock of the database jump', () =>
    withMachines(async (machine) => {
      const worker = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const [held, free] = [await beginDue(worker), await beginDue(worker)]
      await store.openedDatabase.execute(
        `update runs set worker = 'other', beat_at = now() - interval '2 hours' where id = $1`, [held]) // oxfmt-ignore
      let jumpMs = 0
      const elapsed = () => performance.now() - jumpMs
      const leases = createRunLeases(store.openedDatabase.database, Date.now, elapsed)
      expect(await leases.listResumable(100)).toEqual(expect.arrayContaining([held, free]))
      jumpMs = 7_200_000
      const listed = await leases.listResumable(100)
      expect(listed).toContain(free)
      expect(listed).not.toContain(held)
      for (const run of [held, free]) await worker.runs.cancel(run)
      await store.openedDatabase.execute(`update runs set worker = null where id = $1`, [held])
      const other = await machine({ nodes: builtInNodes, maxRuns: 2 })
      for (const run of [held, free]) await other.waitForEnd(run)
    }))

  test('[R2] a run in progress is not claimed again by its worker when the clock is set forward', () =>
    withMachines(async (machine) => {
      const hold = createHold()
      const worker = await machine({ nodes: [hold.node, ...builtInNodes], maxRuns: 2 })
      const run = await worker.startRun(chain(['a', 'hold', { name: 'once' }]))
      await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(1)
      // As if the clock of the database had been set forward: the last heartbeat is two hours old.
      await store.openedDatabase.execute(
        `update runs set beat_at = beat_at - interval '2 hours' where id = $1`, [run]) // oxfmt-ignore
      // The poll that a command announces finds the run, and the one that continues the other run follows it.
      worker.notifications.notifyCommand(run)
      await worker.waitForEnd(await worker.startRun(chain(['rest', 'delay', { seconds: 1 }])))
      const isHeld = async () => (await store.leases.listResumable(100)).includes(run) === false
      await expect.poll(isHeld, { timeout: 180_000 }).toBe(true)
      hold.open()
      const record = await worker.waitForEnd(run)
      expect(record.map(({ type }) => type)).not.toContain('run-resumed')
      expect(record.at(-1)).toMatchObject({ type: 'run-completed' })
      expect(hold.order).toEqual(['once'])
    }))

  test('[R3] concurrent claims of queued runs get different runs, by priority', () =>
    withMachines(async (machine) => {
      const server = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const runs: string[] = []
      for (const priority of [0, 3, -2, 5, 1, 4, 2, -1])
        runs.push(await server.startRun(chain(['rest', 'delay', { seconds: 0.01 }]), { priority }))
      const claims = await Promise.all(['one', 'two', 'three'].map((name) => store.leases.claimQueued(2, name)))
      const ids = claims.flat().map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.toSorted()).toEqual([3, 5, 1, 6, 4, 0].map((index) => runs[index]!).toSorted())
      await store.leases.release(claims.flat())
      const worker = await machine({ nodes: builtInNodes, maxRuns: 8 })
      for (const run of runs) await worker.waitForEnd(run)
    }))

  test('[R7] a run with a low priority starts before runs with a high one that were queued much later', () =>
    withMachines(async (machine) => {
      const server = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const queue = async (priority: number, minutes: number): Promise<string> => {
        const run = await server.startRun(chain(['rest', 'delay', { seconds: 0.01 }]), { priority })
        const { execute } = store.openedDatabase
        await execute(`update runs set created_at = now() - make_interval(mins => $2) where id = $1`, [run, minutes])
        return run
      }
      const low = await queue(-5, 25)
      const [usual, recent, late] = [await queue(0, 12), await queue(5, 6), await queue(5, 4)]
      const order = [recent, low, late, usual]
      for (const capacity of [undefined, { maxRunsPerWorkflow: 10, maxTotalRuns: 100 }]) {
        const claimed = []
        for (let count = 0; count < order.length; count++)
          claimed.push(...(await store.leases.claimQueued(1, 'one', { capacity })))
        expect(claimed.map(({ id }) => order.indexOf(id))).toEqual([0, 1, 2, 3])
        await store.leases.release(claimed)
      }
      const worker = await machine({ nodes: builtInNodes, maxRuns: 8 })
      for (const run of order) await worker.waitForEnd(run)
    }))

  testLogic('a run with a large request is parsed and validated where it is executed', () =>
    withMachines(async (machine) => {
      const server = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const run = await server.startRun(chain(['rest', 'delay', { seconds: 0.01 }]))
      const { execute } = store.openedDatabase
      const [row] = await execute('select request from runs where id = $1', [run])
      const request = JSON.parse(String(row!.request)) as { workflow: { tags?: string[]; groups?: object[] } }
      // As an earlier version has stored it.
      delete request.workflow.tags
      request.workflow.groups = Array.from({ length: 600 }, (_, id) => ({
        id: `g${id}`,
        label: 'x'.repeat(180),
        nodes: [],
      }))
      await execute('update runs set request = $2 where id = $1', [run, JSON.stringify(request)])
      const claimed = await store.leases.claimQueued(1, 'one')
      expect(claimed[0]).toMatchObject({ request: expect.stringContaining('"groups"'), subWorkflowIds: [] })
      await store.leases.release(claimed)
      const worker = await machine({ nodes: builtInNodes, maxRuns: 8 })
      await worker.waitForEnd(run)
      const [first] = await store.forWorkspace('default').runs.readEvents(run)
      expect(first).toMatchObject({ type: 'run-started', workflow: { tags: [] } })
    }),
  )

  test('[R3] a run that another worker has claimed and released since the poll is not claimed again', () =>
    withMachines(async (machine) => {
      const worker = await machine({ nodes: builtInNodes, maxRuns: 0 })
      const run = await beginDue(worker)
      const listed = await store.leases.listResumable(100)
      const [held] = await store.leases.claim(listed, 'first')
      await store.leases.release([{ ...held!, waitState: { wakesAt: Date.now() + 3_600_000 } }])
      expect(await store.leases.claim(listed, 'second')).toEqual([])
      await worker.runs.cancel(run)
      const [cancelled] = await store.leases.claim(listed, 'second')
      expect(cancelled).toMatchObject({ id: run, isCanceled: true })
      await store.leases.release([cancelled!])
      await (await machine({ nodes: builtInNodes, maxRuns: 1 })).waitForEnd(run)
    }))

  test('a run that ends while the database is down waits for it', async () => {
    let refused = 0
    const storeTables: Store['leases']['storeTables'] = async (...given) => {
      if (refused++ < 2) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
      return store.leases.storeTables(...given)
    }
    const away = { ...store, leases: { ...store.leases, storeTables } }
    const machine = await openTestMachine({ folder, store: away, nodes: builtInNodes, maxRuns: 1 })
    try {
      // Long enough that the run is released and claimed again; without a wait nothing is stored.
      const run = await machine.startRun(chain(['rest', 'delay', { seconds: 2 }]))
      expect((await machine.waitForEnd(run)).at(-1)).toMatchObject({ type: 'run-completed' })
      expect(refused).toBe(3)
    } finally {
      await machine.close()
    }
  })

  test.each([
    ['time', { runMs: 200 }, [['a', 'hold']], 'run.'],
    [
      'record',
      { recordBytes: 2_000 },
      Array.from({ length: 20 }, (_, at) => [`n${at}`, 'pass']),
      'run.record-too-large',
    ],
  ] as const)('a run that takes more %s than it may fails, and says so', (_, limits, nodes, code) =>
    withMachines(async (machine) => {
      const hold = createHold()
      const pass: NodeDefinition = { ...hold.node, type: 'pass', run: async () => ({ outputs: {} }) }
      const worker = await machine({ nodes: [hold.node, pass], maxRuns: 1, limits })
      const run = await worker.startRun(chain(...(nodes as unknown as [string, string][])))
      const end = (await worker.waitForEnd(run)).at(-1)
      expect(end).toMatchObject({ type: 'run-failed', problem: { code: expect.stringMatching(`^${code}`) } })
    }),
  )
}

describe('runs with PGlite', () => {
  suite(async () => {
    const path = await mkdtemp(join(folder, 'pglite-'))
    const openedDatabase = await openSharedDatabase(path)
    return openStore(path, systemClock, { openedDatabase })
  })
})

describeWithPostgres('runs on PostgreSQL', () => {
  const postgres = openTestPostgres()
  const open = async () => {
    const path = await mkdtemp(join(folder, 'postgres-'))
    const databaseUrl = await postgres.createDatabase()
    return (options: Omit<TestMachineOptions, 'folder'>) => openTestMachine({ folder: path, databaseUrl, ...options })
  }
  // PGlite has run all of them.
  suite(async () => openStore(folder, systemClock, { databaseUrl: await postgres.createDatabase() }), {
    onlyLocks: level !== 'long',
  })

  test.each([
    ['of a workflow', { maxRunsPerWorkflow: 4 }],
    ['in all', { maxTotalRuns: 4 }],
  ])(
    'several workers share runs: each is executed once, within the limit %s, and commands reach their worker',
    async (_, limit) => {
      const hold = createHold()
      const make = await open()
      const nodes = [hold.node, ...builtInNodes]
      const server = await make({ nodes, maxRuns: 0 })
      const workers = [await make({ nodes, maxRuns: 3, ...limit }), await make({ nodes, maxRuns: 3, ...limit })]
      try {
        const runs: string[] = []
        for (let at = 0; at < 10; at++) runs.push(await server.startRun(chain(['a', 'hold', { name: String(at) }])))
        await expect.poll(() => hold.atWork(), { timeout: 180_000 }).toBe(4)
        const atWork = workers.flatMap(({ worker }) => worker!.listActiveRunIds())
        expect(new Set(atWork).size).toBe(4)
        expect(await server.runs.cancel(atWork[0]!)).toBe(true)
        expect((await server.waitForEnd(atWork[0]!)).at(-1)).toMatchObject({ type: 'run-cancelled' })
        const idle = runs.find((run) => !atWork.includes(run))!
        await server.runs.cancel(idle)
        expect((await server.waitForEnd(idle)).at(-1)).toMatchObject({ type: 'run-cancelled' })
        hold.open()
        const ends = await Promise.all(runs.map(async (run) => (await server.waitForEnd(run)).at(-1)!.type))
        expect(ends.filter((type) => type === 'run-completed')).toHaveLength(8)
        expect(new Set(hold.order).size).toBe(hold.order.length)
        expect(hold.max()).toBe(4)

        // A stopping worker releases its runs, and others continue them.
        const asks = await server.startRun(
          chain(['rest', 'delay', { seconds: 0.5 }], ['after', 'hold', { name: 'after' }]),
        )
        await expect
          .poll(async () => (await server.store.forWorkspace('default').runs.find(asks))?.status, { timeout: 180_000 })
          .toBe('waiting')
        await workers[0]!.close()
        expect((await server.waitForEnd(asks)).at(-1)).toMatchObject({ type: 'run-completed' })
        expect([server, ...workers].flatMap(({ faults }) => faults)).toEqual([])
      } finally {
        await workers[1]!.close()
        await server.close()
      }
    },
  )
})
