import { foldRun, type RunEvent, type Values, getProblem, unwrap } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { runWorkflow } from '../run-workflow.ts'
import { forkRun, type ForkChange } from './fork-run.ts'
import {
  createFakeTables,
  createTestCatalog,
  createTestRunOptions,
  createTestWorkflow,
  type EffectCounts,
} from './test-runs.ts'

/** a → b → d and a → c → d; b and c have effects. */
const diamond = createTestWorkflow(
  [{ id: 'a' }, { id: 'b', config: { effects: 1, n: 2 } }, { id: 'c', config: { effects: 1, n: 3 } }, { id: 'd' }],
  [['a', 'b'], ['a', 'c'], ['b', 'd', 'a'], ['c', 'd', 'b']], // oxfmt-ignore
)
const json = (value: number): Values => ({ sum: { kind: 'json', json: value } })

async function straight(effectCounts: EffectCounts = new Map(), tables = createFakeTables()): Promise<RunEvent[]> {
  const options = {
    workflow: diamond,
    run: 'r',
    seed: 1,
    catalog: createTestCatalog(effectCounts),
    maxParallelNodes: 1,
  }
  return runWorkflow({ ...options, ...createTestRunOptions(tables) })
}

async function forkAndRun(
  record: readonly RunEvent[],
  change: ForkChange & { eventIndex: number },
  effectCounts: EffectCounts = new Map(),
) {
  const fork = unwrap(forkRun(record, { run: 'f', ...change }))
  const begin = fork.record[0] as Extract<RunEvent, { type: 'run-started' }>
  const ended = await runWorkflow({
    workflow: begin.workflow,
    run: 'f',
    seed: begin.seed,
    maxParallelNodes: 1,
    catalog: createTestCatalog(effectCounts),
    record: fork.record,
    forkedOutcomes: fork.forkedOutcomes,
    ...createTestRunOptions(),
  })
  return { events: ended, view: foldRun(ended), effectCounts }
}

const stateOf = ({ nodes }: ReturnType<typeof foldRun>): Record<string, string> =>
  Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]))

describe('forkRun', () => {
  it('[E46] continues from any event like the original run, without repeating effects', async () => {
    const record = await straight()
    for (let at = 0; at < record.length; at++) {
      const { view, effectCounts, events } = await forkAndRun(record, { eventIndex: at })
      expect(view.state).toBe('completed')
      expect(view.nodes.d?.outputs).toEqual(foldRun(record).nodes.d?.outputs)
      expect(effectCounts.size).toBe(0)
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index))
      expect(events[0]).toMatchObject({ run: 'f', forkedFrom: { run: 'r' } })
    }
  })

  it('[E47] applies a changed setting, and runs only dependent nodes', async () => {
    const record = await straight()
    const { view, effectCounts } = await forkAndRun(record, {
      eventIndex: record.length - 1,
      settings: { b: { n: 50 } },
    })
    expect(view.nodes.d?.outputs).toEqual(json(1 + 1 + 50 + 100 + 1 + 3 + 100))
    expect(stateOf(view)).toEqual({ a: 'completed', b: 'completed', c: 'cached', d: 'completed' })
    expect([...effectCounts.keys()].every((key) => key.startsWith('f/b/'))).toBe(true)
    expect(view.workflow?.nodes.find(({ id }) => id === 'b')?.data.config).toEqual({ effects: 1, n: 50 })
  })

  it('[E47] applies a changed output, and runs only the nodes after it', async () => {
    const record = await straight()
    const { view, effectCounts } = await forkAndRun(record, {
      eventIndex: record.length - 1,
      outputs: [{ node: 'b', outputs: json(1_000) }],
    })
    expect(view.nodes.b?.outputs).toEqual(json(1_000))
    expect(view.nodes.d?.outputs).toEqual(json(1 + 1_000 + 1 + 3 + 100))
    expect(stateOf(view)).toMatchObject({ c: 'cached', d: 'completed' })
    expect(effectCounts.size).toBe(0)
  })

  it('[E47] does not change the original run', async () => {
    const record = await straight()
    const before = structuredClone(record)
    await forkAndRun(record, { eventIndex: 3, settings: { d: { n: 9 } } })
    expect(record).toEqual(before)
  })

  it('performs an effect that failed in the earlier run again', async () => {
    let isDown = true
    const catalog = createTestCatalog(new Map(), {
      async b({ effect }) {
        await effect('send', {}, async () => {
          if (isDown) throw new Error('down')
          return null
        })
      },
    })
    const options = { workflow: createTestWorkflow([{ id: 'a' }, { id: 'b' }], [['a', 'b']]), seed: 1, catalog }
    const record = await runWorkflow({ ...options, run: 'r', ...createTestRunOptions() })
    expect(stateOf(foldRun(record))).toEqual({ a: 'completed', b: 'failed' })
    isDown = false
    const fork = unwrap(forkRun(record, { eventIndex: 0, run: 'f' }))
    const forkOptions = { ...fork, ...createTestRunOptions() }
    const events = await runWorkflow({ ...options, run: 'f', ...forkOptions })
    expect(stateOf(foldRun(events))).toEqual({ a: 'cached', b: 'completed' })
  })

  it('[E47] reports invalid changes', async () => {
    const record = await straight()
    const problem = (change: ForkChange & { eventIndex: number }) =>
      getProblem(forkRun(record, { run: 'f', ...change }))
    expect(problem({ eventIndex: 99 })).toMatchObject({ code: 'fork.no-event', params: { event: 99 } })
    expect(problem({ eventIndex: 1, settings: { x: {} } })).toMatchObject({
      code: 'fork.no-node',
      where: { node: 'x' },
    })
    expect(problem({ eventIndex: 1, outputs: [{ node: 'd', outputs: {} }] })).toMatchObject({ code: 'fork.no-output' })
  })

  it('[E48] computes missing tables of the earlier run again', async () => {
    const workflow = createTestWorkflow(
      [
        { id: 'a', type: 'make', config: { effects: 1 } },
        { id: 'b', type: 'weigh' },
      ],
      [['a', 'b', 'table']],
    )
    const ports = { workflow, seed: 1, catalog: createTestCatalog() }
    const record = await runWorkflow({ ...ports, run: 'r', ...createTestRunOptions() })
    const effectCounts: EffectCounts = new Map()
    const fork = unwrap(forkRun(record, { eventIndex: record.length - 1, run: 'f', settings: { b: { n: 5 } } }))
    const tables = createFakeTables()
    const catalog = createTestCatalog(effectCounts)
    const begin = fork.record[0] as Extract<RunEvent, { type: 'run-started' }>
    const options = { ...ports, workflow: begin.workflow, catalog, run: 'f', ...createTestRunOptions(tables) }
    const events = await runWorkflow({ ...options, ...fork })
    expect(foldRun(events).nodes.b?.outputs.sum).toEqual({ kind: 'json', json: 15 })
    expect(tables.createdIds).toHaveLength(1)
    expect(effectCounts.size).toBe(0)
  })
})
