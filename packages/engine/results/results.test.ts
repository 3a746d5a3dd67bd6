import { foldRun, unwrap, type Value, type Values } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import type { RunArguments } from '../node/define-node.ts'
import { runWorkflow } from '../run-workflow.ts'
import { createMemoryJournal } from '../record/memory-journal.ts'
import { resumeRun } from '../record/resume-run.ts'
import {
  createFakeTables,
  summarizeRun,
  realClock,
  createTestCatalog,
  createTestRunOptions,
  createTestWorkflow,
  type EffectCounts,
} from '../record/test-runs.ts'
import { createResultCache, type StoredResult } from './results.ts'
import { createTableLedger } from './table-ledger.ts'

const table = (id: string, rows = 10): Value => ({
  kind: 'table',
  table: { id, columns: [{ name: 'num1', type: 'BIGINT' }], rows },
})
const result = (key: string, outputs: Values = {}): Omit<StoredResult, 'bytes'> => {
  return { key, type: 'add', label: key, outputs, problems: [], ms: 1, run: 'r' }
}

describe('createResultCache', () => {
  it('[E55] keeps results of several derivation keys, so that earlier settings find theirs', async () => {
    const results = createResultCache()
    const run = async (n: number): Promise<Record<string, string>> => {
      const workflow = createTestWorkflow([{ id: 'a', config: { n } }, { id: 'b' }], [['a', 'b']])
      const options = {
        workflow,
        run: `r${n}`,
        seed: 1,
        catalog: createTestCatalog(),
        results,
        ...createTestRunOptions(),
      }
      const { nodes } = foldRun(await runWorkflow(options))
      return Object.fromEntries(Object.entries(nodes).map(([id, { state }]) => [id, state]))
    }
    expect(await run(1)).toEqual({ a: 'completed', b: 'completed' })
    expect(await run(2)).toEqual({ a: 'completed', b: 'completed' })
    expect(await run(1)).toEqual({ a: 'cached', b: 'cached' })
    expect(await run(2)).toEqual({ a: 'cached', b: 'cached' })
    expect(results.list().map(({ label }) => label)).toEqual(['b', 'a', 'b', 'a'])
  })

  it('[E55] has the same result as a run from scratch, for any edits and undos', async () => {
    const edits = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(2)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(edits, async (list) => {
        const results = createResultCache()
        const config: Record<string, number> = { a: 0, b: 0, c: 0, d: 0 }
        const history: Record<string, number>[] = [{ ...config }]
        for (const [node, n] of list) history.push({ ...history.at(-1)!, [node]: n })
        // All edits, then all undos.
        for (const settings of [...history, ...history.toReversed()]) {
          const workflow = createTestWorkflow(
            Object.entries(settings).map(([id, n]) => ({ id, config: { n }, ...(id === 'c' ? { type: 'make' } : {}) })),
            [['a', 'b'], ['b', 'd', 'a'], ['a', 'c']], // oxfmt-ignore
          )
          const options = { workflow, run: 'r', seed: 1, catalog: createTestCatalog() }
          const incremental = await runWorkflow({ ...options, ...createTestRunOptions(shared), results })
          const fresh = await runWorkflow({ ...options, ...createTestRunOptions() })
          expect(values(incremental)).toEqual(values(fresh))
        }
        const undone = history.length
        expect(results.list().length).toBeLessThanOrEqual(4 * undone)
      }),
      { numRuns: Math.ceil(sizes.propertyRuns / 10), seed },
    )
  })
  const shared = createFakeTables()
  const values = (record: Parameters<typeof foldRun>[0]): unknown =>
    Object.fromEntries(Object.entries(foldRun(record).nodes).map(([id, { outputs, key }]) => [id, { outputs, key }]))

  it('[E56] evicts the least recently used results over its limit', () => {
    const released: string[] = []
    const results = createResultCache({ maxBytes: 1_000, onRelease: (key) => released.push(key) })
    for (const key of ['a', 'b', 'c']) results.add(result(key, { o: table(key, 40) }))
    expect(results.list().map(({ key }) => key)).toEqual(['c', 'b'])
    expect(released).toEqual(['a'])
  })

  it('[E56] counts uses, can be listed and cleared, and stores nothing over its limit', () => {
    const results = createResultCache({ maxBytes: 1_000 })
    const small = { o: { kind: 'text' as const, text: 'x'.repeat(100) } }
    for (const key of ['a', 'b', 'c']) results.add(result(key, small))
    results.find('a')
    results.add(result('d', small))
    expect(results.list().map(({ key }) => key)).toEqual(['d', 'a', 'c'])
    expect(results.bytes).toBe(3 * (64 + 200))
    results.add(result('e', { o: table('e', 1_000) }))
    expect(results.find('e')).toBeUndefined()
    results.remove('a')
    expect(results.find('a')).toBeUndefined()
    results.clear()
    expect(results.list()).toEqual([])
    expect(results.bytes).toBe(0)
  })

  it('[E57] does not return results with missing tables', async () => {
    const tables = createFakeTables()
    const results = createResultCache({ hasTable: (id) => tables.has(id) })
    const workflow = createTestWorkflow([{ id: 'a', type: 'make' }], [])
    const options = {
      workflow,
      run: 'r',
      seed: 1,
      catalog: createTestCatalog(),
      results,
      ...createTestRunOptions(tables),
    }
    await runWorkflow(options)
    expect(foldRun(await runWorkflow(options)).nodes.a?.state).toBe('cached')
    await tables.drop(tables.createdIds[0]!)
    expect(foldRun(await runWorkflow(options)).nodes.a?.state).toBe('completed')
  })

  it.each<[string, (args: RunArguments<unknown>) => unknown]>([
    ['the time', ({ clock }) => clock.now()],
    ['something random', (args) => args.seed],
    ['both in an expression', ({ evaluate }) => evaluate('$now() & $random()', { setting: 'n' })],
  ])('[E58] reuses no result of a node that requested %s', async (_, ask) => {
    const catalog = createTestCatalog(new Map(), { a: async (args) => void (await ask(args)) })
    const options = { workflow: createTestWorkflow([{ id: 'a' }], []), seed: 1, results: createResultCache(), catalog }
    await runWorkflow({ ...options, run: 'r1', ...createTestRunOptions() })
    const { nodes } = foldRun(await runWorkflow({ ...options, run: 'r2', ...createTestRunOptions() }))
    expect(nodes.a?.state).toBe('completed')
  })

  it('[E83] reuses results that depend on a seed for that seed only', async () => {
    const drawn: number[] = []
    const plain = createTestCatalog(new Map(), { a: ({ seed }) => void drawn.push(seed) })
    const catalog = { ...plain, get: (type: string) => ({ ...plain.get(type)!, usesSeed: true as const }) }
    const options = { workflow: createTestWorkflow([{ id: 'a' }], []), results: createResultCache(), catalog }
    const run = async (seed: number) => {
      const { nodes } = foldRun(
        await runWorkflow({ ...options, seed, run: `r${drawn.length}`, ...createTestRunOptions() }),
      )
      return { state: nodes.a?.state, key: nodes.a?.key }
    }
    const first = await run(1)
    const other = await run(2)
    expect(other.key).not.toBe(first.key)
    expect(await run(1)).toEqual({ state: 'cached', key: first.key })
    expect([first.state, other.state, drawn.length, drawn[0] === drawn[1]]).toEqual([
      'completed',
      'completed',
      2,
      false,
    ])
  })

  it('[E58] stores no results of nodes with effects, or of types without reuse', async () => {
    const effectCounts: EffectCounts = new Map()
    const results = createResultCache()
    const workflow = createTestWorkflow([{ id: 'a', config: { effects: 1 } }], [])
    const options = { workflow, seed: 1, results, ...createTestRunOptions() }
    const first = await runWorkflow({ ...options, run: 'r1', catalog: createTestCatalog(effectCounts) })
    const second = await runWorkflow({ ...options, run: 'r2', catalog: createTestCatalog(effectCounts) })
    expect(summarizeRun(second)).toEqual(summarizeRun(first))
    expect(effectCounts.size).toBe(2)
    const catalog = createTestCatalog()
    const never = { ...catalog, get: (type: string) => ({ ...catalog.get(type)!, reuse: 'never' as const }) }
    const plain = { ...options, workflow: createTestWorkflow([{ id: 'a' }], []), catalog: never }
    await runWorkflow({ ...plain, run: 'r3' })
    expect(foldRun(await runWorkflow({ ...plain, run: 'r4' })).nodes.a?.state).toBe('completed')
  })
})

describe('createTableLedger', () => {
  const ref = (id: string) => ({ id, columns: [{ name: 'num1', type: 'BIGINT' }], rows: 10 })

  it('[E60] drops a table when its last holder releases it, not before', async () => {
    const dropped: string[] = []
    const ledger = createTableLedger(async (id) => void dropped.push(id))
    ledger.hold('r/a', [ref('1'), ref('2')])
    ledger.hold('r/b', [ref('1')])
    expect(ledger.bytes).toBe(160)
    expect(ledger.listHolders('1')).toEqual(['r/a', 'r/b'])
    ledger.release('r/a')
    await ledger.whenSettled()
    expect(dropped).toEqual(['2'])
    expect(ledger.bytes).toBe(80)
    ledger.releaseAll('r/')
    await ledger.whenSettled()
    expect(dropped).toEqual(['2', '1'])
    expect(ledger.bytes).toBe(0)
  })

  it('[E60] keeps a table that is held again before it is dropped', async () => {
    const dropped: string[] = []
    const ledger = createTableLedger(async (id) => void dropped.push(id))
    ledger.hold('a', [ref('1')])
    ledger.release('a')
    ledger.hold('b', [ref('1')])
    await ledger.whenSettled()
    expect(dropped).toEqual([])
  })
})

describe('limits', () => {
  const chain = createTestWorkflow(
    [{ id: 'a', type: 'make' }, { id: 'b', type: 'weigh' }, { id: 'c' }],
    [['a', 'b', 'table'], ['b', 'c']], // oxfmt-ignore
  )
  const makers = (count: number) =>
    createTestWorkflow(
      Array.from({ length: count }, (_, n) => ({ id: `n${n}`, type: 'make', config: { n } })),
      [],
    )

  it('[E59] keeps only needed tables and the result, if configured', async () => {
    const workflow = createTestWorkflow(
      [
        { id: 'a', type: 'make' },
        { id: 'b', type: 'weigh' },
        { id: 'c', type: 'make', config: { n: 2 } },
      ],
      [['a', 'b', 'table'], ['b', 'c', 'a']], // oxfmt-ignore
    )
    for (const retainedTables of ['all', 'needed'] as const) {
      const tables = createFakeTables()
      const ledger = createTableLedger((id) => tables.drop(id))
      const options = { workflow, run: 'r', seed: 1, catalog: createTestCatalog(), ...createTestRunOptions(tables) }
      await runWorkflow({ ...options, ledger, retainedTables })
      await ledger.whenSettled()
      expect(tables.createdIds.map((id) => tables.has(id))).toEqual(
        retainedTables === 'all' ? [true, true] : [false, true],
      )
    }
  })

  it('[E63] delays nodes over the memory limit, and fails if waiting does not help', async () => {
    // Each table takes 80 bytes.
    const tables = createFakeTables()
    const ledger = createTableLedger((id) => tables.drop(id))
    const options = {
      run: 'r',
      seed: 1,
      catalog: createTestCatalog(),
      ledger,
      maxParallelNodes: 4,
      ...createTestRunOptions(tables),
    }
    const enough = foldRun(await runWorkflow({ ...options, workflow: chain, limits: { tableBytes: 100 } }))
    expect(enough.state).toBe('completed')
    ledger.releaseAll('r/')
    const scarce = foldRun(await runWorkflow({ ...options, workflow: makers(5), limits: { tableBytes: 200 } }))
    expect(scarce.state).toBe('failed')
    const failed = Object.values(scarce.nodes).filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    expect(failed[0]?.error?.problem).toMatchObject({ code: 'run.too-much-memory', where: { node: failed[0]?.node } })
  })

  it('[E63] evicts cached results before it delays a node', async () => {
    const tables = createFakeTables()
    const ledger = createTableLedger((id) => tables.drop(id))
    const results = createResultCache({
      hasTable: (id) => tables.has(id),
      onHold: (key, held) => ledger.hold(`result ${key}`, held),
      onRelease: (key) => ledger.release(`result ${key}`),
    })
    const options = {
      seed: 1,
      catalog: createTestCatalog(),
      ledger,
      results,
      maxParallelNodes: 1,
      ...createTestRunOptions(tables),
    }
    await runWorkflow({ ...options, run: 'r1', workflow: makers(3) })
    ledger.releaseAll('r1/')
    expect(ledger.bytes).toBe(240)
    const other = createTestWorkflow([{ id: 'x', type: 'make', config: { n: 99 } }], [])
    const view = foldRun(await runWorkflow({ ...options, run: 'r2', workflow: other, limits: { tableBytes: 200 } }))
    expect(view.state).toBe('completed')
    expect(ledger.bytes).toBeLessThanOrEqual(200 + 80)
  })

  it('[E64] stops a run over its time limit, which fails with that reason', async () => {
    const hang = ({ signal }: { signal: AbortSignal }): Promise<void> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const workflow = createTestWorkflow([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [['a', 'b'], ['b', 'c']]) // oxfmt-ignore
    const options = { workflow, run: 'r', seed: 1, catalog: createTestCatalog(new Map(), { b: hang }) }
    const record = await runWorkflow({
      ...options,
      ...createTestRunOptions(createFakeTables(), realClock),
      limits: { runMs: 20 },
    })
    const view = foldRun(record)
    expect(view.problem).toMatchObject({ code: 'run.too-long', params: { limit: 20 } })
    expect(view.state).toBe('failed')
    expect(Object.values(view.nodes).map(({ state }) => state)).toEqual(['completed', 'cancelled', 'cancelled'])
    // An interruption does not change the result.
    const kept = record.slice(0, record.findIndex(({ type }) => type === 'cancel-requested') + 1)
    const ports = { ...createTestRunOptions(), catalog: createTestCatalog(new Map(), { b: hang }) }
    const resumed = unwrap(await resumeRun({ ...ports, journal: createMemoryJournal(kept) }))
    expect(foldRun(resumed).problem).toMatchObject({ code: 'run.too-long' })
  })
})
