import {
  createCatalog,
  createMemoryJournal,
  defineNode,
  forkRun,
  resumeRun,
  runWorkflow,
  type Clock,
  type Journal,
  type NodeDefinition,
  type RunControl,
  type Tables,
} from '@aw-flow/engine'
import { foldRun, type RunEvent, type WaitCondition, type Workflow, unwrap } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { seed, sizes } from '../../../test/sizes.ts'
import { builtInNodes } from '../built-in-nodes.ts'
import { addNode, sourceNode, createWorkflow } from './test-logic.ts'

/** External effects by idempotency key. */
type EffectCounts = Map<string, number>

function createCatalogFor(effectCounts: EffectCounts) {
  const once = defineNode({
    type: 'once',
    version: 1,
    family: 'logic',
    title: 'Once',
    description: 'Adds 100, which it gets outside.',
    icon: 'globe',
    inputs: [{ name: 'in', type: 'any' }],
    outputs: [{ name: 'out', type: 'any' }],
    settings: z.strictObject({}),
    describe: () => ({ outputs: {}, summary: 'Once' }),
    async run({ inputs, effect }) {
      const given = inputs.in?.kind === 'json' ? Number(inputs.in.json) : 0
      const more = await effect('get', given, async ({ idempotencyKey }) => {
        effectCounts.set(idempotencyKey, (effectCounts.get(idempotencyKey) ?? 0) + 1)
        return 100
      })
      return { outputs: { out: { kind: 'json', json: given + more } } }
    },
  })
  return createCatalog([...builtInNodes, sourceNode, addNode, once] as readonly NodeDefinition[])
}

const stillClock: Clock = {
  now: () => 1_000,
  elapsed: () => 0,
  sleep: (_, signal) => Promise.resolve(signal.throwIfAborted()),
}
const ports = () => ({
  tables: { has: () => true } as unknown as Tables,
  files: { open: () => Promise.resolve(undefined) },
  clock: stillClock,
  signal: new AbortController().signal,
})

interface Shape {
  items: number[]
  parallel: number
  turns: number
  failAt: number
  onError: 'stop' | 'continue'
  approve: boolean
}

/**
 * Creates a workflow with loops (one inside a sub-workflow), a branch, a delay, and approvals, including one inside a
 * loop.
 */
function workflowWith({ items, parallel, turns, failAt, onError, approve }: Shape): Workflow {
  const inner = createWorkflow(
    { each: ['for_each', { parallel: 2 }], one: ['once'], two: ['add', { by: 1 }] },
    ['each.item>one.in', 'one.out>two.in', 'two.out>each.result'],
    {
      ports: {
        inputs: [{ name: 'list', type: 'any', to: [{ node: 'each', port: 'items' }] }],
        outputs: [{ name: 'list', type: 'any', from: { node: 'each', port: 'results' } }],
      },
    },
  )
  return createWorkflow(
    {
      list: ['give', { json: items }],
      each: ['for_each', { parallel, onError }],
      step: ['add', { by: 1, failAt: [failAt] }],
      ask: ['approval'],
      get: ['once'],
      within: ['sub_workflow', { document: inner as never }],
      start: ['give', { json: 0 }],
      round: ['while', { condition: `index < ${turns}` }],
      more: ['once'],
      which: ['condition', { expression: `${approve}` }],
      yes: ['delay', { seconds: 5 }],
      no: ['add'],
      end: ['give', { json: 'done' }],
    },
    [
      'list.out>each.items',
      'each.item>step.in',
      'step.out>ask.value',
      'ask.approved>get.in',
      'get.out>each.result',
      'each.results>within.list',
      'start.out>round.start',
      'round.item>more.in',
      'more.out>round.result',
      'round.value>which.value',
      'which.true>yes.value',
      'which.false>no.in',
      'within.list>end.in',
    ],
  )
}

const key = (event: { node: string; scope?: string[] | undefined }): string =>
  [...(event.scope ?? []), event.node].join('/')

/** Returns the outputs of each node instance, and the end of the run: both must not depend on interruptions. */
function outcomeOf(events: readonly RunEvent[]): unknown {
  const outputsByNode: Record<string, unknown> = {}
  for (const event of events) {
    if (event.type === 'node-completed' || event.type === 'node-cached') outputsByNode[key(event)] = event.outputs
    if (event.type === 'node-failed') outputsByNode[key(event)] = event.error
    if (event.type === 'node-skipped') outputsByNode[key(event)] = event.reason
  }
  return { state: foldRun(events).state, outputsByNode }
}

/** Decides every approval request, including those of an earlier process. */
function person(before: readonly RunEvent[], decision: 'approve' | 'reject' = 'approve') {
  const open = new Map<string, { node: string; scope?: string[] | undefined; waitFor: WaitCondition }>()
  for (const event of before) {
    if (event.type === 'node-waiting') open.set(key(event), event)
    else if ('node' in event) open.delete(key(event))
  }
  let control: RunControl | undefined
  const decide = ({
    node,
    scope,
    waitFor,
  }: {
    node: string
    scope?: string[] | undefined
    waitFor: WaitCondition
  }): void => {
    if (waitFor.kind !== 'approval') return
    void control!.decide({ node, ...(scope ? { scope } : {}), digest: waitFor.digest, decision })
  }
  return {
    onControl(given: RunControl) {
      control = given
      open.forEach(decide)
    },
    onEvent(event: RunEvent) {
      if (event.type === 'node-waiting') decide(event)
    },
  }
}

class Killed extends Error {}

function killedAfter(events: number): { journal: Journal; recorded: RunEvent[] } {
  const recorded: RunEvent[] = []
  const append = (added: readonly RunEvent[]): void => {
    for (const event of added) {
      if (recorded.length >= events) throw new Killed()
      recorded.push(structuredClone(event))
    }
  }
  return { recorded, journal: { append, read: async () => ({ events: recorded, problems: [] }) } }
}

const anyShape: fc.Arbitrary<Shape> = fc.record({
  items: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
  parallel: fc.integer({ min: 1, max: 3 }),
  turns: fc.integer({ min: 0, max: 2 }),
  failAt: fc.constantFrom(-1, -1, 3),
  onError: fc.constantFrom('stop', 'continue'),
  approve: fc.boolean(),
})

describe('a record of loops, sub-workflows and waiting', () => {
  it('[E52] is resumed after every event, with the same result', async () => {
    await fc.assert(
      fc.asyncProperty(anyShape, async (shape) => {
        const workflow = workflowWith(shape)
        const complete: EffectCounts = new Map()
        const options = { workflow, run: 'r', seed: 7, maxParallelNodes: 3 }
        const straight = await runWorkflow({
          ...options,
          ...ports(),
          catalog: createCatalogFor(complete),
          ...person([]),
        })
        const expected = outcomeOf(straight)
        for (let events = 1; events < straight.length; events++) {
          const effectCounts: EffectCounts = new Map()
          const { journal, recorded } = killedAfter(events)
          const catalog = createCatalogFor(effectCounts)
          await runWorkflow({ ...options, ...ports(), catalog, journal, ...person([]) }).catch((cause: unknown) => {
            if (!(cause instanceof Killed)) throw cause
          })
          const begun = recorded.filter(({ type }) => type === 'effect-started').length
          const known = recorded.filter(({ type }) => type === 'effect-ended').length
          const resumed = unwrap(
            await resumeRun({
              ...ports(),
              catalog,
              journal: createMemoryJournal(recorded),
              ...person(recorded),
            }),
          )
          for (const times of effectCounts.values()) expect(times).toBe(1)
          if (begun === known) {
            expect([events, outcomeOf(resumed)]).toEqual([events, expected])
            expect(effectCounts).toEqual(complete)
          } else {
            const unknown = resumed.filter((event) => event.type === 'effect-ended' && event.unknown)
            expect(unknown).toHaveLength(begun - known)
          }
        }
      }),
      { numRuns: sizes.killedLogicRuns, seed },
    )
  })

  const shape: Shape = { items: [1, 2], parallel: 2, turns: 2, failAt: -1, onError: 'stop', approve: true }

  it('[E53] is forked at every event and continues from there without repeating external effects', async () => {
    const workflow = workflowWith(shape)
    const options = { workflow, seed: 7, maxParallelNodes: 3 }
    const complete: EffectCounts = new Map()
    const straight = await runWorkflow({
      ...options,
      run: 'r',
      ...ports(),
      catalog: createCatalogFor(complete),
      ...person([]),
    })
    for (let at = 0; at < straight.length; at++) {
      const effectCounts: EffectCounts = new Map()
      const { record, forkedOutcomes } = unwrap(forkRun(straight, { eventIndex: at, run: 'f' }))
      const ended = await runWorkflow({
        ...options,
        ...ports(),
        run: 'f',
        catalog: createCatalogFor(effectCounts),
        record,
        forkedOutcomes,
        ...person(record),
      })
      expect([at, outcomeOf(ended)]).toEqual([at, outcomeOf(straight)])
      expect([at, effectCounts.size]).toEqual([at, 0])
    }
  })

  it('[E53] accepts a changed output of one loop iteration', async () => {
    const workflow = workflowWith({ ...shape, parallel: 1 })
    const options = { workflow, seed: 7, maxParallelNodes: 1 }
    const straight = await runWorkflow({
      ...options,
      run: 'r',
      ...ports(),
      catalog: createCatalogFor(new Map()),
      ...person([]),
    })
    const effectCounts: EffectCounts = new Map()
    const change = { node: 'step', scope: ['each#1'], outputs: { out: { kind: 'json' as const, json: 50 } } }
    const forkChange = { eventIndex: straight.length - 1, run: 'f', outputs: [change] }
    const { record, forkedOutcomes } = unwrap(forkRun(straight, forkChange))
    const ended = await runWorkflow({
      ...options,
      ...ports(),
      run: 'f',
      catalog: createCatalogFor(effectCounts),
      record,
      forkedOutcomes,
      ...person(record),
    })
    const view = foldRun(ended)
    expect(view.state).toBe('completed')
    expect(view.nodes.each?.outputs.results).toEqual({ kind: 'json', json: [102, 150] })
    // Only dependent effects are repeated: that of the iteration, and the later one of the same item.
    expect(effectCounts.size).toBe(2)
  })
})
