import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getSentence } from '../../../test/render-messages.ts'
import { seed, sizes } from '../../../test/sizes.ts'
import { findCriticalPath } from './critical-path.ts'
import { foldRun } from './fold-run.ts'
import { createAttemptFold } from './run-attempts.ts'
import type { RunEvent, RunEventBody } from './run-event.ts'
import { createRunHistory } from './run-history.ts'
import { computeRunProgress, estimateTimeLeft } from './run-progress.ts'
import { createEmptyWorkflow, type Workflow } from '../document/workflow.ts'

const ids = ['a', 'b', 'each', 'inner', 'sub', 'z']
const workflow: Workflow = {
  ...createEmptyWorkflow('x'),
  nodes: ids.map((id) => ({ id, type: 't', position: { x: 0, y: 0 }, data: { label: id, config: {} } })),
  edges: [
    { id: 'e1', source: 'a', target: 'b' },
    { id: 'e2', source: 'a', target: 'each' },
    { id: 'e3', source: 'each', target: 'inner' },
    { id: 'e4', source: 'b', target: 'z' },
    { id: 'e5', source: 'each', target: 'z' },
  ],
}
const begin: RunEventBody = { type: 'run-started', version: 2, run: 'r', workflow, inputs: {}, seed: 1 }
const recordOf = (bodies: readonly RunEventBody[], step = 10): RunEvent[] =>
  [begin, ...bodies].map((body, seq) => ({ ...body, seq, time: 1_000 + seq * step }))

const failure = { kind: 'transient' as const, problem: { code: 'x', severity: 'error' as const, message: 'Busy.' } }
const waitFor = { kind: 'approval' as const, digest: 'd', shown: {} }

/** All kinds of events in any order: the folds must agree even for invalid records. */
const bodies = fc.array(
  fc
    .record({
      node: fc.constantFrom('a', 'b', 'each', 'inner', 'sub', 'z', 'load'),
      scope: fc.constantFrom(undefined, ['each#0'], ['each#1'], ['sub#0'], ['sub#0', 'each#2']),
      kind: fc.constantFrom(
        'node-started', 'node-completed', 'node-retrying', 'node-failed', 'node-cached', 'node-skipped', 'node-cancelled',
        'node-logged', 'node-waiting', 'approval-given', 'wait-ended', 'iteration-started', 'iteration-ended',
        'iterations-done', 'effect-started', 'effect-ended', 'compensation-started', 'compensation-ended', 'run-resumed',
      ), // oxfmt-ignore
      n: fc.nat(3),
    })
    .map(({ node, scope, kind, n }): RunEventBody => {
      const at = { node, ...(scope ? { scope: [...scope] } : {}) }
      switch (kind) {
        case 'node-started':
          return { type: kind, ...at, attempt: n + 1, key: `k${n}` }
        case 'node-completed':
          return { type: kind, ...at, outputs: {}, rows: n, ms: n, problems: [] }
        case 'node-retrying':
          return { type: kind, ...at, attempt: n + 1, error: failure, delayMs: n, ...(n === 0 ? { turn: true } : {}) }
        case 'node-failed':
          return { type: kind, ...at, error: failure, ms: n }
        case 'node-cached':
          return { type: kind, ...at, key: 'k', from: 'result', outputs: {}, problems: [] }
        case 'node-skipped':
          return { type: kind, ...at, reason: 'no', because: [] }
        case 'node-cancelled':
        case 'compensation-started':
        case 'compensation-ended':
          return { type: kind, ...at }
        case 'node-logged':
          return { type: kind, ...at, level: 'info', message: `m${n}` }
        case 'node-waiting':
          return { type: kind, ...at, waitFor }
        case 'approval-given':
          return { type: kind, ...at, digest: n === 0 ? 'other' : 'd', decision: 'approve' }
        case 'wait-ended':
          return { type: kind, ...at, reason: 'time' }
        case 'iteration-started':
          return { type: kind, ...at, iteration: n, values: {}, of: 4 }
        case 'iteration-ended':
          return { type: kind, ...at, iteration: n, state: 'completed', values: {} }
        case 'iterations-done':
          return { type: kind, ...at, count: n }
        case 'effect-started':
          return { type: kind, ...at, attempt: 1, effect: `e${n}`, kind: 'http' }
        case 'effect-ended':
          return { type: kind, ...at, attempt: 1, effect: `e${n}`, outcome: n }
        default:
          return { type: 'run-resumed' }
      }
    }),
  { maxLength: 60 },
)

describe('createRunHistory', () => {
  it('has at event N exactly the fold of the first N events', () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(61), { maxLength: 6 }), (list, moments) => {
        const record = recordOf(list)
        const history = createRunHistory(record)
        for (const n of moments) {
          const cut = record.slice(0, n)
          const { view, attempts, events } = history.at(n)
          expect(view).toEqual(foldRun(cut))
          expect(attempts).toEqual(createRunHistory(cut).now.attempts)
          expect(events).toBe(cut.length)
        }
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('has the same result event by event, in batches and at once', () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }), (list, pieces) => {
        const record = recordOf(list)
        let history = createRunHistory([])
        let at = 0
        for (let i = 0; at < record.length; i++) {
          at += pieces[i % pieces.length]!
          history = createRunHistory(record.slice(0, at), history)
        }
        const completeHistory = createRunHistory(record)
        expect(history.now).toEqual(completeHistory.now)
        expect(history.at(Math.floor(record.length / 2))).toEqual(completeHistory.at(Math.floor(record.length / 2)))
        const one = createAttemptFold()
        for (const event of record) one.add([event])
        expect(one.attempts).toEqual(completeHistory.now.attempts)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('finds any state of a long record by its snapshots', () => {
    const turns = Array.from({ length: 700 }, (_, iteration): RunEventBody[] => [
      { type: 'iteration-started', node: 'each', iteration, values: {}, of: 700 },
      { type: 'node-started', node: 'inner', scope: [`each#${iteration}`], attempt: 1, key: 'k' },
      { type: 'node-completed', node: 'inner', scope: [`each#${iteration}`], outputs: {}, ms: 1, problems: [] },
      { type: 'iteration-ended', node: 'each', iteration, state: 'completed', values: {} },
    ]).flat()
    const record = recordOf([{ type: 'node-started', node: 'each', attempt: 1, key: 'k' }, ...turns])
    const history = createRunHistory(record)
    for (const n of [0, 1, 255, 256, 257, 511, 512, 1_999, record.length]) {
      expect(history.at(n).view).toEqual(foldRun(record.slice(0, n)))
    }
  })

  it('folds an attempt with many external requests, waits and failed iterations in linear time', () => {
    const count = 20_000
    const requests = Array.from({ length: count }, (_, i) => `http:${i}`)
    const address = { node: 'a', attempt: 1 }
    const record = recordOf([
      { type: 'node-started', ...address, key: 'k' },
      ...requests.map((effect): RunEventBody => ({ type: 'effect-started', ...address, effect, kind: 'http' })),
      ...requests.map((effect): RunEventBody => ({ type: 'effect-ended', ...address, effect, outcome: effect })),
      ...requests.flatMap((): RunEventBody[] => [
        { type: 'node-waiting', node: 'a', waitFor },
        { type: 'approval-given', node: 'a', digest: 'd', decision: 'approve' },
        { type: 'node-retrying', ...address, error: failure, delayMs: 1, turn: true },
      ]),
    ])
    const fold = createAttemptFold()
    /** The lists between events. A list that is copied for each event takes quadratic time. */
    const lists = new Set<unknown>()
    function* watchLists(): Generator<RunEvent> {
      for (const event of record) {
        yield event
        for (const { effects, waits, iterationErrors } of fold.attempts)
          lists.add(effects).add(waits).add(iterationErrors)
      }
    }
    fold.add(watchLists())
    expect(lists.size).toBe(3)
    const [attempt] = fold.attempts
    expect([attempt!.effects, attempt!.waits, attempt!.iterationErrors].map(({ length }) => length)).toEqual([count, count, count]) // oxfmt-ignore
    expect(attempt!.effects.every(({ effect, outcome }) => effect === outcome)).toBe(true)
  })

  it('starts from the beginning with the record of a different run', () => {
    const first = createRunHistory(recordOf([{ type: 'node-started', node: 'a', attempt: 1, key: 'k' }]))
    const other = [{ ...begin, run: 'other', seq: 0, time: 1_000 }, recordOf([{ type: 'run-cancelled' }])[1]!]
    expect(createRunHistory(other, first).now).toEqual(createRunHistory(other).now)
  })

  it('reports where a record is damaged, and has the events before', () => {
    const record: unknown[] = recordOf([
      { type: 'node-started', node: 'a', attempt: 1, key: 'k' },
      { type: 'node-completed', node: 'a', outputs: {}, ms: 1, problems: [] },
    ])
    const gap = createRunHistory([record[0], record[2]])
    expect(getSentence(gap.problem)).toBe('The run record has event 2 instead of event 1.')
    expect(gap.now.view.nodes.a?.state).toBe('pending')
    const historyWithUnknownEvent = createRunHistory([...record, { seq: 3, time: 5, type: 'node-exploded' }])
    expect(historyWithUnknownEvent.problem).toMatchObject({
      code: 'run.damaged-event',
      params: { type: 'node-exploded' },
    })
    expect(historyWithUnknownEvent.now.view.nodes.a?.state).toBe('completed')
    expect(createRunHistory([null]).problem?.code).toBe('run.damaged-event')
    expect(createRunHistory([record[1]]).problem?.code).toBe('run.invalid-record')
    expect(createRunHistory([]).problem).toBeUndefined()
  })
})

describe('attempts', () => {
  it('have each attempt of a node with its cause, waits and effects', () => {
    const { attempts } = createRunHistory(
      recordOf([
        { type: 'node-started', node: 'a', attempt: 1, key: 'k' },
        { type: 'node-retrying', node: 'a', attempt: 1, error: failure, delayMs: 5 },
        { type: 'node-started', node: 'a', attempt: 2, key: 'k' },
        { type: 'effect-started', node: 'a', attempt: 2, effect: 'http:1', kind: 'http', request: { url: 'x' } },
        { type: 'effect-ended', node: 'a', attempt: 2, effect: 'http:1', outcome: 7 },
        { type: 'node-waiting', node: 'a', waitFor },
        { type: 'approval-given', node: 'a', digest: 'd', decision: 'approve', comment: 'Fine', edited: 3 },
        { type: 'node-completed', node: 'a', outputs: {}, rows: 3, ms: 20, problems: [] },
        { type: 'node-cached', node: 'b', key: 'k', from: 'result', outputs: {}, problems: [] },
      ]),
    ).now
    expect(attempts.map(({ node, attempt, state }) => [node, attempt, state])).toEqual([
      ['a', 1, 'retrying'],
      ['a', 2, 'completed'],
      ['b', 0, 'cached'],
    ])
    expect(attempts[0]).toMatchObject({ startedAt: 1_010, endedAt: 1_020, delayMs: 5, error: failure })
    expect(attempts[1]).toMatchObject({
      rows: 3,
      firstEventIndex: 3,
      lastEventIndex: 8,
      startedAt: 1_030,
      endedAt: 1_080,
    })
    expect(attempts[1]?.effects).toEqual([
      { effect: 'http:1', kind: 'http', request: { url: 'x' }, startedAt: 1_040, endedAt: 1_050, outcome: 7 },
    ])
    expect(attempts[1]?.waits).toEqual([
      { waitFor, since: 1_060, until: 1_070, decision: { decision: 'approve', edited: 3, comment: 'Fine' } },
    ])
  })

  it('have the same times as nodes; for loops and sub-workflows those of their nodes', () => {
    const done = { outputs: {}, problems: [] }
    const { attempts, view } = createRunHistory(
      recordOf([
        { type: 'node-started', node: 'a', attempt: 1, key: 'k' },
        { type: 'node-retrying', node: 'a', attempt: 1, error: failure, delayMs: 5 },
        { type: 'node-started', node: 'a', attempt: 2, key: 'k' },
        { type: 'node-waiting', node: 'a', waitFor },
        { type: 'approval-given', node: 'a', digest: 'd', decision: 'approve' },
        { type: 'node-completed', node: 'a', ms: 3, ...done },
        { type: 'node-started', node: 'sub', attempt: 1, key: 'k' },
        { type: 'node-started', node: 'load', scope: ['sub#0'], attempt: 1, key: 'k' },
        { type: 'node-failed', node: 'load', scope: ['sub#0'], error: failure, ms: 4 },
        { type: 'node-failed', node: 'sub', error: failure, ms: 1 },
        { type: 'node-started', node: 'each', attempt: 1, key: 'k' },
        { type: 'iteration-started', node: 'each', iteration: 0, values: {}, of: 1 },
        { type: 'iteration-ended', node: 'each', iteration: 0, state: 'completed', values: {} },
        { type: 'node-completed', node: 'each', ms: 1, ...done },
        { type: 'node-started', node: 'z', attempt: 1, key: 'k' },
        { type: 'node-cancelled', node: 'z' },
      ]),
    ).now
    expect(attempts.map(({ key, ms }) => [key, ms])).toEqual([
      ['a', 10],
      ['a', 3],
      ['sub', 30],
      ['sub/load', 4],
      ['each', 30],
      ['z', undefined],
    ])
    const last = new Map(attempts.map(({ key, ms }) => [key, ms]))
    for (const [key, ms] of last) expect((view.nodes[key] ?? view.inner?.[key])?.ms, key).toBe(ms)
  })

  it('are closed after an interruption when the run resumes or ends', () => {
    const { attempts } = createRunHistory(
      recordOf([
        { type: 'node-started', node: 'a', attempt: 1, key: 'k' },
        { type: 'run-resumed' },
        { type: 'node-started', node: 'a', attempt: 1, key: 'k' },
        { type: 'run-cancelled' },
      ]),
    ).now
    expect(attempts[0]).toMatchObject({ state: 'cancelled', interrupted: true, endedAt: 1_030 })
    expect(attempts[1]).toMatchObject({ state: 'cancelled', endedAt: 1_040 })
  })
})

describe('findCriticalPath, computeRunProgress and estimateTimeLeft', () => {
  const ended = (node: string): RunEventBody[] => [
    { type: 'node-started', node, attempt: 1, key: 'k' },
    { type: 'node-completed', node, outputs: {}, ms: 10, problems: [] },
  ]

  it('returns the critical path', () => {
    const { view } = createRunHistory(recordOf([...ended('a'), ...ended('b'), ...ended('each'), ...ended('z')])).now
    expect(findCriticalPath(view)).toEqual(['a', 'each', 'z'])
    expect(findCriticalPath(foldRun([]))).toEqual([])
  })

  it('is between 0 and 1, and monotonic', () => {
    const turns = [0, 1, 2, 3].flatMap((iteration): RunEventBody[] => [
      { type: 'iteration-started', node: 'each', iteration, values: {}, of: 4 },
      ...ended('inner').map((body) => ({ ...body, scope: [`each#${iteration}`] }) as RunEventBody),
      { type: 'iteration-ended', node: 'each', iteration, state: 'completed', values: {} },
    ])
    const record = recordOf([
      ...ended('a'),
      { type: 'node-started', node: 'each', attempt: 1, key: 'k' },
      ...turns,
      { type: 'node-completed', node: 'each', outputs: {}, ms: 1, problems: [] },
      ...ended('b'),
      ...ended('sub'),
      ...ended('z'),
      { type: 'run-completed' },
    ])
    const history = createRunHistory(record)
    const shares = record.map((_, n) => computeRunProgress(history.at(n)))
    expect(shares).toEqual(shares.toSorted((one, other) => one - other))
    expect(shares[0]).toBe(0)
    expect(computeRunProgress(history.now)).toBe(1)
    expect(shares.every((share) => share >= 0 && share < 1)).toBe(true)
  })

  it('estimates by progress, iterations and an earlier run, and is undefined if unknown', () => {
    const running = createRunHistory(recordOf(ended('a').slice(0, 1))).now.view
    const earlierRun = createRunHistory(recordOf(['a', 'b', 'each', 'inner', 'sub', 'z'].flatMap(ended))).now.view
    expect(estimateTimeLeft(running, { now: 2_000 })).toBeUndefined()
    const progress = { a: { run: 'r', node: 'a', done: 1, total: 4, unit: 'rows' as const } }
    // 990 ms for one of four, then a → each → inner of 10 ms each.
    expect(estimateTimeLeft(running, { now: 2_000, progress, earlierRun })).toBe(2_970 + 20)
    expect(estimateTimeLeft(running, { now: 2_000, earlierRun })).toBe(20)
    expect(
      estimateTimeLeft(createRunHistory(recordOf([{ type: 'run-completed' }])).now.view, { now: 1 }),
    ).toBeUndefined()
  })
})
