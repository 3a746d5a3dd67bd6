import { renderMessages, getSentence } from '../../test/render-messages.ts'
import { foldRun, readWorkflow, type RunEvent, type Workflow } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './node/catalog.ts'
import { systemClock, type Clock } from './clock.ts'
import { defineNode, type RunArguments } from './node/define-node.ts'
import { NodeError } from './node/node-error.ts'
import { describeWorkflow } from './plan/describe-workflow.ts'
import { computeDerivationKey } from './plan/derivation-key.ts'
import { planWorkflow } from './plan/plan-workflow.ts'
import type { RunWorkflowOptions } from './run-options.ts'
import { runWorkflow } from './run-workflow.ts'
import { createGraph, createInitialState, step } from './scheduler/step.ts'
import { seed, sizes } from '../../test/sizes.ts'

type Behaviour = (args: RunArguments<{ n: number }>) => Promise<void> | void

/** Creates a catalog of one node type that adds JSON, with a behavior per node id, and ports that reject everything. */
function setUp(behaviour: Record<string, Behaviour> = {}) {
  const add = defineNode({
    type: 'add',
    version: 1,
    family: 'logic',
    title: 'Add',
    description: 'Adds its number to what comes in.',
    icon: 'plus',
    inputs: [
      { name: 'a', type: 'json' },
      { name: 'b', type: 'json' },
    ],
    outputs: [{ name: 'sum', type: 'json' }],
    settings: z.object({ n: z.number().default(1) }),
    describe: ({ settings }) => ({ outputs: { sum: { type: 'json' } }, summary: `+ ${settings.n}` }),
    async run(args) {
      await behaviour[args.node]?.(args)
      const inputNumbers = Object.values(args.inputs).map((value) => (value.kind === 'json' ? Number(value.json) : 0))
      return { outputs: { sum: { kind: 'json', json: inputNumbers.reduce((sum, n) => sum + n, args.settings.n) } } }
    },
  })
  const refuse = new Proxy({}, { get: (_, name) => () => { throw new Error(`${String(name)} was called`) } }) // oxfmt-ignore
  const catalog = createCatalog([add])
  const run = async (workflow: Workflow, options: Partial<RunWorkflowOptions> = {}) => {
    const events: RunEvent[] = []
    await runWorkflow({
      workflow,
      run: 'r1',
      seed: 1,
      catalog,
      tables: refuse as never,
      files: refuse as never,
      clock: systemClock,
      signal: new AbortController().signal,
      onEvent: (event) => void events.push(event),
      ...options,
    })
    return { events, view: foldRun(events) }
  }
  return { catalog, run }
}

function graph(ids: string[], edges: [from: string, to: string, port?: string][]): Workflow {
  const { workflow, problems } = readWorkflow({
    name: 'test',
    nodes: ids.map((id) => ({ id, type: 'add', position: { x: 0, y: 0 }, data: { label: id, config: {} } })),
    edges: edges.map(([source, target, targetHandle = 'a'], n) => ({ id: `e${n}`, source, target, targetHandle })),
  })
  if (!workflow) throw new Error(getSentence(problems[0]))
  // A copy that tests may change: what readWorkflow returns is frozen.
  return structuredClone(workflow)
}

const types = (events: RunEvent[]) =>
  events.map((event) => ('node' in event ? `${event.type} ${event.node}` : event.type))
const impatient: Clock = { ...systemClock, sleep: (_, signal) => Promise.resolve(signal.throwIfAborted()) }

describe('runWorkflow', () => {
  it('[E1] starts a node when all its predecessors have completed', async () => {
    const { events } = await setUp().run(graph(['a', 'b', 'c'], [['a', 'c', 'a'], ['b', 'c', 'b']])) // oxfmt-ignore
    const order = types(events)
    expect(order.indexOf('node-started c')).toBeGreaterThan(order.indexOf('node-completed a'))
    expect(order.indexOf('node-started c')).toBeGreaterThan(order.indexOf('node-completed b'))
  })

  it('[E2] runs independent nodes in parallel, within the limit', async () => {
    let now = 0
    let maxRunning = 0
    const behaviour: Behaviour = async () => {
      maxRunning = Math.max(maxRunning, ++now)
      await new Promise((resolve) => setTimeout(resolve, 5))
      now--
    }
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    // Different settings, because nodes with equal derivation keys run one after the other.
    const workflow = graph(ids, [])
    workflow.nodes.forEach((node, n) => (node.data.config.n = n))
    const { view } = await setUp(Object.fromEntries(ids.map((id) => [id, behaviour]))).run(workflow, {
      maxParallelNodes: 3,
    })
    expect(view.state).toBe('completed')
    expect(maxRunning).toBe(3)
  })

  it('[E3] passes values along edges, and values from outside to unconnected inputs', async () => {
    const workflow = graph(['a', 'b', 'c'], [['a', 'b'], ['b', 'c']]) // oxfmt-ignore
    const { view } = await setUp().run(workflow, { inputs: { a: { a: { kind: 'json', json: 10 } } } })
    expect(view.nodes.c?.outputs.sum).toEqual({ kind: 'json', json: 13 })
  })

  it('[E4] completes a run without nodes', async () => {
    const { events } = await setUp().run(graph([], []))
    expect(types(events)).toEqual(['run-started', 'run-completed'])
  })

  it('[E5] blocks only the descendants of a failed node', async () => {
    const fail: Behaviour = () => {
      throw new NodeError('permanent', { code: 'x', severity: 'error', message: 'No such file.' })
    }
    const workflow = graph(['a', 'b', 'c', 'd', 'e'], [['a', 'b'], ['b', 'c'], ['a', 'd'], ['c', 'e', 'a'], ['d', 'e', 'b']]) // oxfmt-ignore
    const { events, view } = await setUp({ b: fail }).run(workflow)
    expect(view.state).toBe('failed')
    expect(Object.fromEntries(Object.entries(view.nodes).map(([id, { state }]) => [id, state]))).toEqual({
      a: 'completed',
      b: 'failed',
      c: 'skipped',
      d: 'completed',
      e: 'skipped',
    })
    expect(renderMessages(view.nodes.c?.reason)).toBe('Not run: "b" failed.')
    expect(events.at(-1)).toMatchObject({ type: 'run-failed', failed: ['b'] })
    expect(view.nodes.b?.error?.problem).toMatchObject({ message: 'No such file.', where: { node: 'b' } })
  })

  it('[E6] retries transient errors by the policy, and no others', async () => {
    let attempts = 0
    const flaky: Behaviour = () => {
      if (++attempts < 3) throw new NodeError('transient', { code: 'x', severity: 'error', message: 'Busy.' })
    }
    const { events, view } = await setUp({ a: flaky }).run(graph(['a'], []), { clock: impatient })
    const delays = events.flatMap((event) => (event.type === 'node-retrying' ? [event.delayMs] : []))
    expect(view.state).toBe('completed')
    expect(view.nodes.a).toMatchObject({ retries: 2, attempt: 3 })
    expect(delays[0]).toBeGreaterThanOrEqual(5_000)
    expect(delays[0]).toBeLessThanOrEqual(6_000)
    expect(delays[1]).toBeGreaterThanOrEqual(30_000)
    expect(delays[1]).toBeLessThanOrEqual(36_000)
  })

  it('[E6] fails when a transient error remains after the retries of the policy', async () => {
    const busy: Behaviour = () => {
      throw new NodeError('transient', { code: 'x', severity: 'error', message: 'Busy.' })
    }
    const { view } = await setUp({ a: busy }).run(graph(['a'], []), { clock: impatient })
    expect(view.nodes.a).toMatchObject({ state: 'failed', attempt: 4, retries: 3 })
  })

  it('[E7] converts other thrown values to internal errors', async () => {
    const { view } = await setUp({ a: () => JSON.parse('{') }).run(graph(['a'], [])) // oxfmt-ignore
    expect(view.nodes.a?.error).toMatchObject({ kind: 'internal', problem: { code: 'node.internal' } })
    expect(JSON.stringify(view.nodes.a?.error)).not.toContain('.ts:')
  })

  it('[E8] stops an attempt at the timeout and retries it', async () => {
    let attempts = 0
    const slow: Behaviour = ({ signal }) =>
      ++attempts > 1
        ? undefined
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const workflow: Workflow = { ...graph(['a'], []), settings: { retry: { count: 1, delaysMs: [0], timeoutMs: 20 } } }
    const { view } = await setUp({ a: slow }).run(workflow)
    expect(view.state).toBe('completed')
    expect(view.nodes.a).toMatchObject({ retries: 1, error: { problem: { code: 'node.timeout' } } })
  })

  it('[E9] fails a workflow that cannot run, without starting a node', async () => {
    const cycle = graph(['a', 'b'], [['a', 'b'], ['b', 'a']]) // oxfmt-ignore
    const unknown = graph(['a'], [])
    unknown.nodes[0]!.type = 'teleport'
    const invalid = graph(['a'], [])
    invalid.nodes[0]!.data.config.n = 'many'
    for (const [workflow, code] of [
      [cycle, 'workflow.cycle'],
      [unknown, 'node.unknown-type'],
      [invalid, 'node.invalid-setting'],
    ] as const) {
      // oxfmt-ignore
      const { events } = await setUp().run(workflow)
      expect(types(events)).toEqual(['run-started', 'run-failed'])
      expect(renderMessages(events[1])).toMatchObject({
        problem: { code, where: { node: expect.any(String) }, hint: expect.any(String) },
      })
    }
  })

  it('[E10] cancels running and waiting nodes', async () => {
    const controller = new AbortController()
    const hang: Behaviour = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        controller.abort()
      })
    const { events, view } = await setUp({ a: hang }).run(graph(['a', 'b'], [['a', 'b']]), {
      signal: controller.signal,
    })
    expect(view.state).toBe('cancelled')
    expect(view.nodes.a?.state).toBe('cancelled')
    expect(view.nodes.b?.state).toBe('cancelled')
    expect(events.at(-1)?.type).toBe('run-cancelled')
  })

  it('[E11] numbers events consecutively and starts nothing before its event is recorded', async () => {
    const recorded: RunEvent[] = []
    const before: Record<string, string[]> = {}
    const note: Behaviour = ({ node }) => void (before[node] = types(recorded))
    await setUp({ a: note, b: note }).run(graph(['a', 'b'], [['a', 'b']]), {
      onEvent: async (event) => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        recorded.push(event)
      },
    })
    expect(recorded.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5])
    expect(before.a).toEqual(['run-started', 'node-started a'])
    expect(before.b).toEqual(['run-started', 'node-started a', 'node-completed a', 'node-started b'])
    expect(recorded.at(-1)?.type).toBe('run-completed')
  })

  it('[E12] ends in the state that its record folds to, for any graph', async () => {
    const anyGraph = fc.integer({ min: 1, max: 12 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 20 }),
        failing: fc.array(fc.nat(count - 1), { maxLength: 3 }),
        parallel: fc.integer({ min: 1, max: 5 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(anyGraph, async ({ count, edges, failing, parallel: maxParallelNodes }) => {
        const ids = Array.from({ length: count }, (_, n) => `n${n}`)
        const used = new Map<number, number>()
        const forward = edges
          .filter(([a, b]) => a < b)
          .flatMap(([a, b]): [string, string, string][] => {
            const port = ['a', 'b'][used.get(b) ?? 0]
            used.set(b, (used.get(b) ?? 0) + 1)
            return port === undefined ? [] : [[ids[a]!, ids[b]!, port]]
          })
        const fail: Behaviour = () => {
          throw new NodeError('permanent', { code: 'x', severity: 'error', message: 'x' })
        }
        const workflow = graph(ids, forward)
        const { events, view } = await setUp(Object.fromEntries(failing.map((n) => [ids[n]!, fail]))).run(workflow, {
          maxParallelNodes,
        })

        // The expected states follow from reachability, without the scheduler.
        const bad = new Set(failing.map((n) => ids[n]!))
        const blocked = new Set<string>()
        for (const id of ids) if (forward.some(([a, b]) => b === id && (bad.has(a) || blocked.has(a)))) blocked.add(id)
        for (const id of ids) {
          expect(view.nodes[id]?.state).toBe(blocked.has(id) ? 'skipped' : bad.has(id) ? 'failed' : 'completed')
        }

        // The state derived from the record ends at the last event, not before.
        const plan = ids.map((id) => ({
          id,
          inputs: forward
            .filter(([, b]) => b === id)
            .map(([a, , port]) => ({ port, from: { levelsUp: 0, index: ids.indexOf(a), port: 'sum' } })),
        }))
        let state = createInitialState(createGraph(plan), maxParallelNodes)
        for (const { seq: _seq, time: _time, ...body } of events) {
          expect(state.phase).not.toBe('ended')
          state = step(state, body)[0]
        }
        expect(state.phase).toBe('ended')
        expect(state.root.unsettledCount).toBe(0)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })
})

describe('a workflow with a plan', () => {
  const untimed = (events: readonly RunEvent[]): unknown[] =>
    events.map((event) => ({ ...event, time: 0, ...(event.type === 'node-completed' ? { ms: 0 } : {}) }))

  it('[E86] runs as without a plan, any number of times in parallel', async () => {
    const { catalog, run } = setUp()
    const workflow = graph(['a', 'b', 'c'], [['a', 'b'], ['b', 'c']]) // oxfmt-ignore
    const plan = planWorkflow(workflow, catalog)
    const [alone, ...together] = await Promise.all([run(workflow), ...[1, 2, 3].map(() => run(workflow, { plan }))])
    for (const { events } of together) expect(untimed(events)).toEqual(untimed(alone.events))
  })

  it('[E86] ignores the plan of a different workflow', async () => {
    const { catalog, run } = setUp()
    const plan = planWorkflow(graph(['a', 'b'], []), catalog)
    const { view } = await run(graph(['x'], []), { plan })
    expect(view.state).toBe('completed')
    expect(Object.keys(view.nodes)).toEqual(['x'])
  })
})

describe('computeDerivationKey', () => {
  it('[E13] depends on type, version, settings and inputs, and not on their order', () => {
    const table = (id: string) => ({ kind: 'table' as const, table: { id, columns: [], rows: 0 } })
    const type = { type: 't', version: 1 }
    const key = computeDerivationKey(type, { a: 1, b: 2 }, { x: table('1'), y: table('2') })
    expect(computeDerivationKey(type, { b: 2, a: 1 }, { y: table('2'), x: table('1') })).toBe(key)
    expect(computeDerivationKey({ ...type, version: 2 }, { a: 1, b: 2 }, { x: table('1'), y: table('2') })).not.toBe(
      key,
    )
    expect(computeDerivationKey(type, { a: 1, b: 3 }, { x: table('1'), y: table('2') })).not.toBe(key)
    expect(computeDerivationKey(type, { a: 1, b: 2 }, { x: table('3'), y: table('2') })).not.toBe(key)
  })

  it('[E13] depends on the derivation of the type, if it has one', () => {
    const type = { type: 't', version: 1, derivation: ({ inputs }: { inputs: object }) => Object.keys(inputs) }
    const text = { kind: 'text' as const, text: 'x' }
    expect(computeDerivationKey(type, { a: 1 }, { x: text })).toBe(computeDerivationKey(type, { a: 2 }, { x: text }))
    expect(computeDerivationKey(type, { a: 1 }, { x: text })).not.toBe(
      computeDerivationKey(type, { a: 1 }, { y: text }),
    )
  })
})

describe('describeWorkflow', () => {
  it('[E14] reports every problem with its location and calls nothing', () => {
    const { catalog } = setUp()
    const workflow = graph(['a', 'b', 'c'], [['a', 'b'], ['b', 'a']]) // oxfmt-ignore
    workflow.nodes[2]!.type = 'teleport'
    workflow.edges.push({ id: 'lost', source: 'a', target: 'nowhere' })
    const description = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
    expect(description.ready).toBe(false)
    expect(description.problems.map(({ code }) => code).sort()).toEqual([
      'edge.invalid',
      'node.unknown-type',
      'workflow.cycle',
    ])
    expect(description.nodes.a?.summary).toBe('+ 1')
    expect(renderMessages(description.problems).every(({ hint }) => hint)).toBe(true)
  })

  it('lists the three node types whose names are most similar to an unknown one', () => {
    const names = ['loading', 'filter', 'join', 'sort', 'table']
    const catalog = createCatalog([], names)
    const workflow = graph(['a'], [])
    workflow.nodes[0]!.type = 'filtr'
    const { problems } = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
    expect(problems[0]?.params?.types).toHaveLength(3)
    expect(renderMessages(problems)[0]?.hint).toContain('Similar types: "filter", ')
  })
})
