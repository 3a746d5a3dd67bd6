import { renderMessages } from '../../../test/render-messages.ts'
import { foldRun, type RunEvent, type Workflow, getProblem, unwrap } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import type { Journal } from '../journal.ts'
import { NodeError } from '../node/node-error.ts'
import { runWorkflow } from '../run-workflow.ts'
import { createMemoryJournal } from './memory-journal.ts'
import { resumeRun } from './resume-run.ts'
import {
  createFakeTables,
  summarizeRun,
  createTestCatalog,
  createTestRunOptions,
  createTestWorkflow,
  type EffectCounts,
} from './test-runs.ts'

class Killed extends Error {}

/** Creates a journal whose process ends after `events` events, possibly within a batch. */
function killedAfter(events: number): { journal: Journal; kept: RunEvent[] } {
  const kept: RunEvent[] = []
  const append = (added: readonly RunEvent[]): void => {
    for (const event of added) {
      if (kept.length >= events) throw new Killed()
      kept.push(structuredClone(event))
    }
  }
  return { kept, journal: { append, read: async () => ({ events: kept, problems: [] }) } }
}

/** Random graphs of nodes that add, create and read tables, perform effects, and sometimes fail. */
const anyWorkflow = fc
  .integer({ min: 1, max: 8 })
  .chain((count) =>
    fc.record({
      nodes: fc.array(
        fc.record({
          type: fc.constantFrom('add', 'add', 'make', 'weigh'),
          n: fc.integer({ min: 0, max: 50 }),
          effects: fc.integer({ min: 0, max: 2 }),
          fails: fc.constantFrom('never', 'never', 'never', 'once', 'always'),
        }),
        { minLength: count, maxLength: count },
      ),
      edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 12 }),
      parallel: fc.integer({ min: 1, max: 4 }),
    }),
  )
  .map(({ nodes, edges, parallel: maxParallelNodes }) => {
    const makers = nodes.flatMap(({ type }, index) => (type === 'make' ? [index] : []))
    const typed = nodes.map((node, index) =>
      node.type === 'weigh' && !makers.some((maker) => maker < index) ? { ...node, type: 'add' } : node,
    )
    const used = new Map<string, Set<string>>()
    const take = (to: string, port: string): boolean => {
      const ports = used.get(to) ?? new Set()
      used.set(to, ports)
      return !ports.has(port) && ports.add(port) !== undefined
    }
    const all: [string, string, string][] = []
    typed.forEach(({ type }, index) => {
      const maker = makers.findLast((one) => one < index)
      if (type === 'weigh' && maker !== undefined) all.push([`n${maker}`, `n${index}`, 'table'])
    })
    for (const [a, b] of edges) {
      if (a >= b || typed[a]!.type === 'make') continue
      for (const port of ['a', 'b']) {
        if (!take(`n${b}`, port)) continue
        all.push([`n${a}`, `n${b}`, port])
        break
      }
    }
    const workflow = createTestWorkflow(
      typed.map(({ type, n, effects }, index) => ({ id: `n${index}`, type, config: { n, effects } })),
      all,
    )
    return { workflow, parallel: maxParallelNodes, fails: typed.map(({ fails }) => fails) }
  })

/** Failures depend on the attempt, like a service that is down for a while, not on the number of processes. */
function failing(fails: readonly string[]) {
  return Object.fromEntries(
    fails.map((how, index) => [
      `n${index}`,
      ({ attempt }: { attempt: number }) => {
        if (how === 'always') throw new NodeError('permanent', { code: 'x', severity: 'error', message: 'Never.' })
        if (how === 'once' && attempt === 1) {
          throw new NodeError('transient', { code: 'y', severity: 'error', message: 'Later.' })
        }
      },
    ]),
  )
}

describe('resumeRun', () => {
  it('[E40] ends like an uninterrupted run from any event, and performs no effect twice', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorkflow, async ({ workflow, parallel: maxParallelNodes, fails }) => {
        const expectedCounts: EffectCounts = new Map()
        const options = { workflow, run: 'r', seed: 7, maxParallelNodes, ...createTestRunOptions() }
        const straight = await runWorkflow({ ...options, catalog: createTestCatalog(expectedCounts, failing(fails)) })
        const expected = summarizeRun(straight)

        for (let events = 1; events < straight.length; events++) {
          const effectCounts: EffectCounts = new Map()
          const catalog = createTestCatalog(effectCounts, failing(fails))
          const { journal, kept } = killedAfter(events)
          const ended = await runWorkflow({ ...options, ...createTestRunOptions(), catalog, journal }).then(
            () => 'ended',
            (cause: unknown) => cause,
          )
          expect(ended).toBeInstanceOf(Killed)
          // The start of every performed effect is recorded.
          expect(effectCounts.size).toBeLessThanOrEqual(kept.filter(({ type }) => type === 'effect-started').length)

          // Simulates a different process with different tables and empty memory.
          const open = kept.filter(({ type }) => type === 'effect-started').length
          const closed = kept.filter(({ type }) => type === 'effect-ended').length
          const record = unwrap(
            await resumeRun({
              ...createTestRunOptions(),
              maxParallelNodes,
              catalog,
              journal: createMemoryJournal(kept),
            }),
          )
          for (const times of effectCounts.values()) expect(times).toBe(1)
          if (open === closed) {
            expect(summarizeRun(record)).toEqual(expected)
            expect(effectCounts).toEqual(expectedCounts)
          } else {
            expect(record.filter((event) => event.type === 'effect-ended' && event.unknown)).toHaveLength(open - closed)
            expect(foldRun(record).state).toBe('failed')
          }
          expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index))
          expect(record.slice(0, kept.length)).toEqual(kept)
        }
      }),
      { numRuns: sizes.killedRuns, seed },
    )
  })

  const chain = (config: Record<string, number> = {}): Workflow =>
    createTestWorkflow([{ id: 'a' }, { id: 'b', config }, { id: 'c' }], [['a', 'b'], ['b', 'c']]) // oxfmt-ignore

  /** Returns the record of a run that was killed right after the first event of a type. */
  async function killedAt(
    type: RunEvent['type'],
    workflow: Workflow,
    effectCounts: EffectCounts = new Map(),
  ): Promise<RunEvent[]> {
    const record = await runWorkflow({
      workflow,
      run: 'r',
      seed: 1,
      catalog: createTestCatalog(effectCounts),
      ...createTestRunOptions(),
    })
    effectCounts.clear()
    return record.slice(0, record.findIndex((event) => event.type === type) + 1)
  }

  it('[E41] returns recorded outcomes without repeating the effect', async () => {
    const effectCounts: EffectCounts = new Map()
    const kept = await killedAt('effect-ended', chain({ effects: 1 }), effectCounts)
    const record = unwrap(
      await resumeRun({
        ...createTestRunOptions(),
        catalog: createTestCatalog(effectCounts),
        journal: createMemoryJournal(kept),
      }),
    )
    expect(foldRun(record).state).toBe('completed')
    expect(foldRun(record).nodes.c?.outputs.sum).toEqual({ kind: 'json', json: 103 })
    expect(effectCounts.size).toBe(0)
  })

  it('[E42] records an unknown outcome, and fails the node', async () => {
    const effectCounts: EffectCounts = new Map()
    const kept = await killedAt('effect-started', chain({ effects: 1 }), effectCounts)
    const record = unwrap(
      await resumeRun({
        ...createTestRunOptions(),
        catalog: createTestCatalog(effectCounts),
        journal: createMemoryJournal(kept),
      }),
    )
    expect(effectCounts.size).toBe(0)
    expect(foldRun(record).nodes.b?.error?.problem).toMatchObject({ code: 'effect.unknown', where: { node: 'b' } })
    expect(record.find(({ type }) => type === 'effect-ended')).toMatchObject({ unknown: true, node: 'b' })
  })

  it('[E42] repeats an effect by its policy, with the same idempotency key', async () => {
    const keys: string[] = []
    const catalog = createTestCatalog(new Map(), {
      b: async ({ effect }) => {
        const perform = async ({ idempotencyKey }: { idempotencyKey: string }) => {
          keys.push(idempotencyKey)
          return 1
        }
        await effect('put', 'x', perform, { unknownOutcome: 'retry' })
      },
    })
    const completeRun = await runWorkflow({ workflow: chain(), run: 'r', seed: 1, catalog, ...createTestRunOptions() })
    const kept = completeRun.slice(0, completeRun.findIndex(({ type }) => type === 'effect-started') + 1)
    const record = unwrap(await resumeRun({ ...createTestRunOptions(), catalog, journal: createMemoryJournal(kept) }))
    expect(foldRun(record).state).toBe('completed')
    expect(keys).toHaveLength(2)
    expect(keys[1]).toBe(keys[0])
  })

  it('[E43] uses the workflow and node types of its start', async () => {
    const kept = await killedAt('node-completed', chain())
    const other = createTestCatalog()
    const catalog = {
      ...other,
      get: (type: string) => {
        const definition = other.get(type)
        return definition && { ...definition, version: 2 }
      },
    }
    const problem = getProblem(
      await resumeRun({ ...createTestRunOptions(), catalog, journal: createMemoryJournal(kept) }),
    )
    expect(problem).toMatchObject({ code: 'run.type-version-not-installed', params: { version: 1 } })
  })

  it('[E44] computes missing tables again from the record, without effects', async () => {
    const effectCounts: EffectCounts = new Map()
    const workflow = createTestWorkflow(
      [{ id: 'a' }, { id: 'b', type: 'make', config: { effects: 1 } }, { id: 'c', type: 'weigh' }],
      [['a', 'b'], ['b', 'c', 'table']], // oxfmt-ignore
    )
    const completeRun = await runWorkflow({
      workflow,
      run: 'r',
      seed: 1,
      catalog: createTestCatalog(effectCounts),
      ...createTestRunOptions(),
    })
    const kept = completeRun.slice(
      0,
      completeRun.findIndex((event) => event.type === 'node-completed' && event.node === 'b') + 1,
    )
    effectCounts.clear()
    const tables = createFakeTables()
    const ports = {
      ...createTestRunOptions(tables),
      catalog: createTestCatalog(effectCounts),
      journal: createMemoryJournal(kept),
    }
    const record = unwrap(await resumeRun(ports))
    expect(summarizeRun(record)).toEqual(summarizeRun(completeRun))
    expect(tables.createdIds).toHaveLength(1)
    expect(effectCounts.size).toBe(0)
  })

  it('[E44] computes missing result tables again, also of an ended run', async () => {
    const workflow = createTestWorkflow([{ id: 'a', type: 'make' }, { id: 'b' }], [])
    const ports = { catalog: createTestCatalog(), maxParallelNodes: 1 }
    const completeRun = await runWorkflow({ workflow, run: 'r', seed: 1, ...ports, ...createTestRunOptions() })
    for (const kept of [completeRun, completeRun.slice(0, -2)]) {
      const tables = createFakeTables()
      await resumeRun({ ...createTestRunOptions(tables), ...ports, journal: createMemoryJournal(kept) })
      expect(tables.createdIds).toHaveLength(1)
    }
  })

  it('[E45] continues a cancellation', async () => {
    const aborting = new AbortController()
    const catalog = createTestCatalog(new Map(), { b: () => aborting.abort() })
    const ports = { ...createTestRunOptions(), signal: aborting.signal }
    const completeRun = await runWorkflow({ workflow: chain(), run: 'r', seed: 1, catalog, ...ports })
    const kept = completeRun.slice(0, completeRun.findIndex(({ type }) => type === 'cancel-requested') + 1)
    const record = unwrap(await resumeRun({ ...createTestRunOptions(), catalog, journal: createMemoryJournal(kept) }))
    expect(foldRun(record).state).toBe('cancelled')
    expect(foldRun(record).nodes.c?.state).toBe('cancelled')
  })

  it('[E51] rejects events that do not follow from earlier ones, and names them', async () => {
    const ports = { ...createTestRunOptions(), catalog: createTestCatalog() }
    const completeRun = (await runWorkflow({ workflow: chain(), run: 'r', seed: 1, ...ports })).slice(0, -1)
    const foreign: [RunEvent, RegExp][] = [
      [{ ...completeRun[2]!, node: 'nope' } as RunEvent, /^Event 2 \(node-completed\).*names node "nope"/],
      [{ ...completeRun[2]!, scope: ['l#0'] } as RunEvent, /names scope "l#0", which is not open/],
      [{ seq: 2, time: 0, type: 'iterations-done', node: 'a', count: 1 }, /"a", which is not a running loop/],
      [
        { seq: 2, time: 0, type: 'iteration-ended', node: 'a', iteration: 0, state: 'failed', values: {} },
        /"a".*not a running loop/,
      ],
    ]
    for (const [event, message] of foreign) {
      const journal = createMemoryJournal(completeRun.with(2, event))
      const result = await resumeRun({ ...ports, journal })
      expect(renderMessages(getProblem(result))).toMatchObject({
        code: 'record.mismatch',
        message: expect.stringMatching(message),
      })
      expect((await journal.read()).events).toHaveLength(completeRun.length)
    }
  })

  it('returns an ended run unchanged, and reports a missing one', async () => {
    const ports = { ...createTestRunOptions(), catalog: createTestCatalog() }
    const completeRun = await runWorkflow({ workflow: chain(), run: 'r', seed: 1, ...ports })
    expect(unwrap(await resumeRun({ ...ports, journal: createMemoryJournal(completeRun) }))).toEqual(completeRun)
    expect(getProblem(await resumeRun({ ...ports, journal: createMemoryJournal() }))?.code).toBe('record.empty')
  })
})
