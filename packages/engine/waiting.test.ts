import { getProblem, getValue, unwrap, type Problem, type RunEvent } from '@aw-flow/schema'
import { renderMessages } from '../../test/render-messages.ts'
import { describe, expect, it } from 'vitest'
import { systemClock, type Clock } from './clock.ts'
import { forkRun } from './record/fork-run.ts'
import type { RunControl } from './run-options.ts'
import { decideApproval } from './scheduler/decide-approval.ts'
import { createInitialState, step } from './scheduler/step.ts'
import { createGraph } from './scheduler/graph.ts'
import {
  onNodeWaiting,
  createControlWorkflow,
  instantClock,
  runControlWorkflow,
  getStates,
  getJsonValue,
} from './test-control.ts'
import { digestJson } from './digest.ts'

const approval = (config: object = {}, given: unknown = { n: 1 }) =>
  createControlWorkflow(
    { a: ['do', { give: given as never }], w: ['wait', config as never], yes: ['do'], no: ['do'] },
    ['a.out>w.in', 'w.yes>yes.in', 'w.no>no.in'],
  )
const digestIn = (event: Extract<RunEvent, { type: 'node-waiting' }>): string =>
  event.waitFor.kind === 'approval' ? event.waitFor.digest : ''

describe('waiting', () => {
  it('[E33] waiting nodes do not count as parallel nodes, and the others continue', async () => {
    const nodes = Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`w${n}`, ['wait', { event: 'go' }]]))
    const workflow = createControlWorkflow({ ...(nodes as object), a: ['do'], b: ['do'] } as never, ['a.out>b.in'])
    const { view } = await runControlWorkflow(workflow, {}, { maxParallelNodes: 1 })
    expect(view.state).toBe('waiting')
    expect(getStates(view)).toMatchObject({ w0: 'waiting', w4: 'waiting', a: 'completed', b: 'completed' })
  })

  it('[E33] a run in which everything waits ends as a record, and resumes from it', async () => {
    const { events, view } = await runControlWorkflow(approval(), {}, { whenIdle: 'return' })
    expect(view).toMatchObject({ state: 'waiting', nodes: { w: { waitFor: { kind: 'approval', shown: { n: 1 } } } } })
    const again = await runControlWorkflow(
      approval(),
      {},
      {
        record: events,
        onControl: (control) => void control.decide({ node: 'w', digest: digestJson({ n: 1 }), decision: 'approve' }),
      },
    )
    expect(again.view.state).toBe('completed')
    expect(getStates(again.view)).toMatchObject({ yes: 'completed', no: 'skipped' })
    // No process was running it, so nothing was interrupted.
    expect(again.events.map(({ type }) => type)).not.toContain('run-resumed')
  })

  it('[E33] a wait that ended while no process ran it ends when it resumes', async () => {
    const workflow = createControlWorkflow({ w: ['wait', { until: 20 }], z: ['do'] }, ['w.yes>z.in'])
    const { events } = await runControlWorkflow(workflow, {}, { whenIdle: 'return', clock: systemClock })
    expect(events.at(-1)?.type).toBe('node-waiting')
    await new Promise((resolve) => setTimeout(resolve, 25))
    const { view } = await runControlWorkflow(workflow, {}, { record: events, clock: systemClock })
    expect(view.nodes.z?.state).toBe('completed')
  })

  it('[E34] binds a decision to the digest of the value that was shown', async () => {
    const outcomes: (Problem | undefined)[] = []
    const { view } = await runControlWorkflow(
      approval(),
      {},
      onNodeWaiting((control, event) => {
        expect(digestIn(event)).toBe(digestJson({ n: 1 }))
        void control
          .decide({ node: 'w', digest: digestJson({ n: 2 }), decision: 'reject' })
          .then((problem) => outcomes.push(problem))
        void control
          .decide({ node: 'w', digest: digestJson({ n: 1 }), decision: 'approve', by: 'Ann', comment: 'Fine' })
          .then((problem) => outcomes.push(problem))
      }),
    )
    expect(renderMessages(outcomes)).toMatchObject([
      { code: 'approval.stale', where: { node: 'w' }, hint: expect.any(String) },
      undefined,
    ])
    expect(getStates(view)).toMatchObject({ yes: 'completed', no: 'skipped' })
    expect(view.log.map(({ message }) => renderMessages(message))).toEqual(
      expect.arrayContaining(['Approved by Ann', 'Fine']),
    )
  })

  it('[E34] rejects a decision about an outdated digest, without effect', async () => {
    const outcomes: (string | undefined)[] = []
    const { events, view } = await runControlWorkflow(
      approval(),
      {},
      {
        ...onNodeWaiting((control) => {
          const stale = { node: 'w', digest: digestJson({ n: 0 }), decision: 'approve' as const }
          void control.decide(stale).then((problem) => outcomes.push(problem?.code))
        }),
        whenIdle: 'return',
      },
    )
    expect(outcomes).toEqual(['approval.stale'])
    expect(view.state).toBe('waiting')
    expect(events.some(({ type }) => type === 'approval-given')).toBe(false)
  })

  it('[E34] requests approval again after an input changed, and only then', async () => {
    const first = await runControlWorkflow(
      approval(),
      {},
      onNodeWaiting(
        (control, event) => void control.decide({ node: 'w', digest: digestIn(event), decision: 'approve' }),
      ),
    )
    const end = first.events.length - 1
    const fork = (give: unknown) => {
      const { record, forkedOutcomes } = unwrap(
        forkRun(first.events, { eventIndex: end, run: 'f', settings: { a: { give: give as never } } }),
      )
      const [begin] = record
      if (begin?.type !== 'run-started') throw new Error('no beginning')
      return runControlWorkflow(begin.workflow, {}, { run: 'f', record, forkedOutcomes, whenIdle: 'return' })
    }
    const changed = await fork({ n: 2 })
    expect(changed.view).toMatchObject({
      state: 'waiting',
      nodes: { w: { waitFor: { digest: digestJson({ n: 2 }) } } },
    })
    const { view } = await fork({ n: 1 })
    expect(view.state).toBe('completed')
  })

  it('[E82] a fork reuses decisions about equal values, and requests others again', async () => {
    const first = await runControlWorkflow(
      approval(),
      {},
      onNodeWaiting(
        (control, event) =>
          void control.decide({ node: 'w', digest: digestIn(event), decision: 'approve', edited: { n: 7 }, by: 'Ann' }),
      ),
    )
    const fork = (at: number, change: Omit<Parameters<typeof forkRun>[1], 'eventIndex' | 'run'> = {}) => {
      const { record, forkedOutcomes } = unwrap(forkRun(first.events, { eventIndex: at, run: 'f', ...change }))
      const [begin] = record
      if (begin?.type !== 'run-started') throw new Error('no beginning')
      return runControlWorkflow(begin.workflow, {}, { run: 'f', record, forkedOutcomes, whenIdle: 'return' })
    }
    const end = first.events.length - 1
    // A different deadline changes the derivation key, not the shown value.
    const same = await fork(end, { settings: { w: { ms: 5_000 } } })
    expect(same.view.state).toBe('completed')
    expect(getJsonValue(same.view.nodes.yes?.outputs.out)).toEqual({ n: 7 })
    expect(same.events.filter(({ type }) => type === 'approval-given')).toMatchObject([{ by: 'Ann', edited: { n: 7 } }])
    const other = await fork(end, { settings: { a: { give: { n: 2 } } } })
    expect(other.view.state).toBe('waiting')
    // For a different decision, fork at the approval.
    const asked = await fork(first.events.findIndex(({ type }) => type === 'node-waiting'))
    expect(asked.view.state).toBe('waiting')
  })

  it('[E35] rejects a second decision; the first wins', async () => {
    const outcomes: (string | undefined)[] = []
    const { events, view } = await runControlWorkflow(
      approval(),
      {},
      onNodeWaiting((control, event) => {
        const first = { node: 'w', digest: digestIn(event), decision: 'reject' as const }
        const decideTwice = async (): Promise<void> => {
          outcomes.push((await control.decide(first))?.code)
          outcomes.push((await control.decide({ ...first, decision: 'approve' }))?.code)
        }
        void decideTwice()
      }),
    )
    await new Promise((resolve) => setTimeout(resolve))
    expect(outcomes[0]).toBeUndefined()
    expect(['approval.not-waiting', 'run.not-active']).toContain(outcomes[1])
    expect(events.filter(({ type }) => type === 'approval-given')).toMatchObject([{ decision: 'reject' }])
    expect(getStates(view)).toMatchObject({ yes: 'skipped', no: 'completed' })
  })

  it('[E35] of two simultaneous decisions from two tabs, accepts the first and rejects the other', async () => {
    const outcomes: (string | undefined)[] = []
    let control: RunControl | undefined
    const { view, events } = await runControlWorkflow(
      approval(),
      {},
      onNodeWaiting((given, event) => {
        control = given
        for (const [by, decision] of [
          ['one', 'approve'],
          ['two', 'reject'],
        ] as const) {
          void given
            .decide({ node: 'w', digest: digestIn(event), decision, by })
            .then((problem) => outcomes.push(problem?.code))
        }
      }),
    )
    expect(outcomes.sort()).toEqual(['approval.not-waiting', undefined])
    expect(events.filter(({ type }) => type === 'approval-given')).toHaveLength(1)
    expect(getStates(view)).toMatchObject({ yes: 'completed', no: 'skipped' })
    expect(await control!.decide({ node: 'w', digest: 'x', decision: 'reject' })).toMatchObject({
      code: 'run.not-active',
    })
    const late = await runControlWorkflow(approval(), {}, { record: events })
    expect(late.events).toEqual(events)
  })

  it('[E35] ignores a second or stale decision in a record', () => {
    const graph = createGraph([{ id: 'w', inputs: [], canWait: true }])
    const waitFor = { kind: 'approval', digest: 'd', shown: null } as const
    const given = (digest: string) => ({ type: 'approval-given', node: 'w', digest, decision: 'approve' }) as const
    const events = [
      { type: 'run-started', version: 2, run: 'r', workflow: approval(), inputs: {}, seed: 1 },
      { type: 'node-started', node: 'w', attempt: 1, key: 'k' },
      { type: 'node-waiting', node: 'w', waitFor },
    ] as const
    const waiting = events.reduce((state, event) => step(state, event)[0], createInitialState(graph, 1))
    expect(step(waiting, given('old'))[1]).toEqual([])
    const [decided, effects] = step(waiting, given('d'))
    expect(effects).toMatchObject([{ type: 'run-node', node: 'w', continuation: { kind: 'resumed', shown: null } }])
    expect(step(decided, given('d'))[1]).toEqual([])
    const rejected = decideApproval(decided, { node: 'w', digest: 'd', decision: 'approve' }, 0)
    expect(getProblem(rejected)?.code).toBe('approval.not-waiting')
  })

  it('[E36] rejects a decision after the deadline and applies the default', async () => {
    const { view } = await runControlWorkflow(approval({ ms: 15 }), {}, { clock: systemClock, whenIdle: 'wait' })
    expect(getStates(view)).toMatchObject({ yes: 'skipped', no: 'completed' })
    const graph = createGraph([{ id: 'w', inputs: [], canWait: true }])
    const waitFor = { kind: 'approval', digest: 'd', shown: null, deadline: 1000, default: 'reject' } as const
    const state = [
      { type: 'run-started', version: 2, run: 'r', workflow: approval(), inputs: {}, seed: 1 } as const,
      { type: 'node-started', node: 'w', attempt: 1, key: 'k' } as const,
      { type: 'node-waiting', node: 'w', waitFor } as const,
    ].reduce((before, event) => step(before, event)[0], createInitialState(graph, 1))
    const decision = { node: 'w', digest: 'd', decision: 'approve' } as const
    expect(getValue(decideApproval(state, decision, 999))).toMatchObject({ type: 'approval-given', digest: 'd' })
    expect(getProblem(decideApproval(state, decision, 1000))).toMatchObject({ code: 'approval.too-late' })
  })

  it('[E37] an approval can replace the values that were shown', async () => {
    const { view } = await runControlWorkflow(
      approval(),
      {},
      onNodeWaiting(
        (control, event) =>
          void control.decide({ node: 'w', digest: digestIn(event), decision: 'approve', edited: { n: 9 } }),
      ),
    )
    expect(getJsonValue(view.nodes.yes?.outputs.out)).toEqual({ n: 9 })
  })

  it('[E38] an event resumes all nodes that wait for it, with its payload, also in loops', async () => {
    const workflow = createControlWorkflow(
      {
        a: ['do', { give: [1, 2] }],
        l: ['each', { parallel: 2 }],
        w: ['wait', { event: 'paid' }],
        v: ['wait', { event: 'other' }],
      },
      ['a.out>l.items', 'l.item>w.in', 'w.yes>l.result'],
    )
    let waiting = 0
    const counts: (number | undefined)[] = []
    const { view } = await runControlWorkflow(
      workflow,
      {},
      onNodeWaiting((control) => {
        if (++waiting < 3) return
        void control.signal('nothing').then((count) => counts.push(count))
        void control.signal('paid', 5).then((count) => counts.push(count))
        void control.signal('other').then((count) => counts.push(count))
      }),
    )
    expect(counts).toEqual([0, 2, 1])
    expect(getJsonValue(view.nodes.l?.outputs.results)).toEqual([5, 5])
    expect(view.state).toBe('completed')
  })

  it('reports an event that is sent after the run has stopped, so that it can be sent again', async () => {
    const workflow = createControlWorkflow({ w: ['wait', { event: 'paid' }] }, [])
    let control: RunControl | undefined
    const { view } = await runControlWorkflow(
      workflow,
      {},
      { whenIdle: 'return', onControl: (given) => (control = given) },
    )
    expect(view.state).toBe('waiting')
    expect(await control!.signal('paid', 5)).toBeUndefined()
  })

  it('resolves a sent event when the record has it', async () => {
    const workflow = createControlWorkflow({ w: ['wait', { event: 'paid' }] }, [])
    const stored: string[] = []
    const storedBefore: boolean[] = []
    await runControlWorkflow(
      workflow,
      {},
      {
        ...onNodeWaiting(
          (control) => void control.signal('paid').then(() => storedBefore.push(stored.includes('wait-ended'))),
        ),
        journal: {
          read: async () => ({ events: [], problems: [] }),
          append: async (events) => {
            await new Promise((resolve) => setTimeout(resolve, 5))
            stored.push(...events.map(({ type }) => type))
          },
        },
      },
    )
    expect(storedBefore).toEqual([true])
  })

  it('[E38] waits for a time, and for an event until its deadline', async () => {
    const workflow = createControlWorkflow({ t: ['wait', { until: 10 }], e: ['wait', { event: 'never', ms: 10 }] }, [])
    const { view, events } = await runControlWorkflow(workflow, {}, { clock: systemClock, whenIdle: 'wait' })
    expect(view.state).toBe('completed')
    expect(events.flatMap((event) => (event.type === 'wait-ended' ? [event.reason] : [])).sort()).toEqual([
      'deadline',
      'time',
    ])
  })

  /** Creates a clock on which each access takes longer than any wait. */
  const slow = (): Clock => {
    let time = 0
    return { ...instantClock, now: () => (time += 10) }
  }
  it.each([
    ['comes just then', () => instantClock],
    ['has come before it is waited for', slow],
  ])(
    '[E32] is cancelled at any event, also where what a node waits for %s and its graph has ended',
    async (_, clock) => {
      const document = {
        name: 'inner',
        nodes: [{ id: 'w', type: 'wait', data: { config: { until: 5 } } }],
        edges: [],
        ports: {
          inputs: [{ name: 'in', type: 'any', to: [{ node: 'w', port: 'in' }] }],
          outputs: [{ name: 'out', type: 'any', from: { node: 'w', port: 'yes' } }],
        },
      }
      const workflow = createControlWorkflow(
        { a: ['do', { give: [1, 2, 3] }], l: ['each', { parallel: 3 }], s: ['within', { document }] },
        ['a.out>l.items', 'l.item>s.in', 's.out>l.result'],
      )
      const { length } = (await runControlWorkflow(workflow, {}, { clock: clock() })).events
      for (let at = 1; at < length - 2; at++) {
        const controller = new AbortController()
        const { view, events } = await runControlWorkflow(
          workflow,
          {},
          { clock: clock(), signal: controller.signal, onEvent: ({ seq }) => void (seq === at && controller.abort()) },
        )
        expect(view.state).toBe('cancelled')
        const cancelled = events.findIndex(({ type }) => type === 'cancel-requested')
        expect(events.slice(cancelled).filter(({ type }) => type === 'wait-ended')).toEqual([])
      }
    },
  )
})
