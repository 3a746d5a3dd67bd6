import { renderMessages, getSentence } from '../../test/render-messages.ts'
import { describe, expect, it } from 'vitest'
import { systemClock } from './clock.ts'
import { NodeError } from './node/node-error.ts'
import {
  onNodeWaiting,
  createControlWorkflow,
  failWith,
  instantClock,
  runControlWorkflow,
  getStates,
  getJsonValue,
  type Behavior,
} from './test-control.ts'

const busy: Behavior = () => {
  throw new NodeError('transient', { code: 'x', severity: 'error', message: 'Busy.' })
}

describe('failure', () => {
  it.each([
    ['stop', 'failed', { next: 'skipped', handler: 'skipped' }],
    ['branch', 'completed', { next: 'skipped', handler: 'completed' }],
    ['continue', 'completed', { next: 'completed', handler: 'completed' }],
  ])('[E27] a node that fails may %s', async (onError, state, behind) => {
    const edges = ['a.out>next.in', ...(onError === 'stop' ? ['a.other>handler.in'] : ['a.error>handler.in'])]
    const { view, events } = await runControlWorkflow(
      createControlWorkflow({ a: ['do', {}, { onError }], next: ['do'], handler: ['do'] }, edges),
      { a: failWith() },
    )
    expect(view.state).toBe(state)
    expect(getStates(view)).toEqual({ a: 'failed', ...behind })
    if (onError === 'stop') return
    expect(getJsonValue(view.nodes.handler?.outputs.out)).toMatchObject({ node: 'a', code: 'x', message: 'No.' })
    expect(events.find(({ type }) => type === 'node-failed')).toMatchObject({ handled: true })
  })

  it('[E27] skips the error branch if nothing fails; with continue, the error has no value', async () => {
    const run = async (onError: string) =>
      (await runControlWorkflow(createControlWorkflow({ a: ['do', {}, { onError }], e: ['do'] }, ['a.error>e.in'])))
        .view.nodes.e
    expect(renderMessages(await run('branch'))).toMatchObject({
      state: 'skipped',
      reason: 'Not run: "a" did not fail.',
    })
    expect(await run('continue')).toMatchObject({ state: 'completed' })
  })

  const loop = (keepGoing: boolean) =>
    createControlWorkflow({ a: ['do', { give: [1, 2, 3] }], l: ['each', { keepGoing }], b: ['do'], c: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'b.out>c.in',
      'c.out>l.result',
    ])
  const atTwo: Behavior = ({ inputs }) => {
    if (getJsonValue(inputs.in) === 2) throw new Error('Not two.')
  }

  it('[E28] a failed iteration fails the loop', async () => {
    const { view } = await runControlWorkflow(loop(false), { b: atTwo })
    expect(view.nodes.l).toMatchObject({ state: 'failed', iterations: { started: 2, completed: 1, failed: 1 } })
    expect(getSentence(view.nodes.l?.error?.problem)).toBe('Iteration 2 of "l" failed: Not two.')
    expect(view.nodes.c).toMatchObject({ instances: { completed: 1, skipped: 1 } })
  })

  it('[E28] or the others continue, and the loop completes with their results', async () => {
    const { view } = await runControlWorkflow(loop(true), { b: atTwo })
    expect(view.state).toBe('completed')
    expect(getJsonValue(view.nodes.l?.outputs.results)).toEqual([1, 3])
  })

  it('[E29] a handler without an edge starts when all other nodes have ended and one failed', async () => {
    const nodes = { a: ['do'], b: ['do'], h: ['handle'], z: ['do'] } as never
    const { view, order } = await runControlWorkflow(createControlWorkflow(nodes, ['a.out>b.in', 'h.out>z.in']), {
      a: failWith('Lost.'),
    })
    expect(getStates(view)).toEqual({ a: 'failed', b: 'skipped', h: 'completed', z: 'completed' })
    expect(view.state).toBe('failed')
    expect(order.indexOf('node-started h')).toBeGreaterThan(order.indexOf('node-skipped b'))
    const quiet = await runControlWorkflow(createControlWorkflow(nodes, ['a.out>b.in', 'h.out>z.in']))
    expect(getStates(quiet.view)).toMatchObject({ h: 'skipped', z: 'skipped' })
    expect(quiet.view.state).toBe('completed')
  })

  it('[E30] undoes effects in reverse order, also in loops, before the run fails', async () => {
    const undone: string[] = []
    const undo: Behavior = ({ node, scope, inputs }) =>
      void undone.push(`${[...scope, node].join('/')}: ${String(getJsonValue(inputs.in))}`)
    const workflow = createControlWorkflow({ a: ['undo', { give: [1, 2] }], l: ['each'], b: ['undo'], c: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'b.out>l.result',
      'l.results>c.in',
    ])
    const behaviour = { 'undo a': undo, 'undo b': undo, c: failWith() }
    const { view, order } = await runControlWorkflow(workflow, behaviour)
    expect(undone).toEqual(['l#1/b: 2', 'l#0/b: 1', 'a: undefined'])
    expect(order.slice(-3)).toEqual(['compensation-started a', 'compensation-ended a', 'run-failed'])
    expect(view.state).toBe('failed')
    undone.length = 0
    await runControlWorkflow(workflow, { ...behaviour, c: () => undefined })
    expect(undone).toEqual([])
  })

  it('[E30] reports effects that cannot be undone, and undoes the others', async () => {
    const workflow = createControlWorkflow({ a: ['undo'], b: ['undo'], c: ['do'] }, ['a.out>b.in', 'b.out>c.in'])
    const { view, events } = await runControlWorkflow(workflow, { c: failWith(), 'undo b': failWith('Stuck.') })
    expect(
      events.flatMap((event) =>
        event.type === 'compensation-ended' ? [[event.node, event.error?.problem.message]] : [],
      ),
    ).toEqual([
      ['b', 'Stuck.'],
      ['a', undefined],
    ])
    expect(view.log.some(({ message }) => message === 'Stuck.')).toBe(true)
  })

  it('[E31] the policy of a node overrides that of the workflow, which overrides that of the host', async () => {
    const nodeOptions = { retry: { count: 1, delaysMs: [10] } }
    const workflow = createControlWorkflow({ a: ['do', {}, nodeOptions], b: ['do'] }, [], {
      settings: { retry: { count: 2, delaysMs: [20] } },
    })
    const { view, events } = await runControlWorkflow(workflow, { a: busy, b: busy }, { retry: { count: 5 } })
    expect([view.nodes.a?.attempt, view.nodes.b?.attempt]).toEqual([2, 3])
    const delays = events.flatMap((event) => (event.type === 'node-retrying' ? [[event.node, event.delayMs]] : []))
    for (const [node, ms] of delays) expect(ms).toBeGreaterThanOrEqual(node === 'a' ? 10 : 20)
    const host = await runControlWorkflow(
      createControlWorkflow({ a: ['do'] }, []),
      { a: busy },
      { retry: { count: 1 } },
    )
    expect(host.view.nodes.a?.attempt).toBe(2)
  })

  it('[E31] adds jitter by the seed of the run only', async () => {
    const delays = async (seed: number) => {
      const { events } = await runControlWorkflow(createControlWorkflow({ a: ['do'] }, []), { a: busy }, { seed })
      return events.flatMap((event) => (event.type === 'node-retrying' ? [event.delayMs] : []))
    }
    expect(await delays(1)).toEqual(await delays(1))
    expect(await delays(1)).not.toEqual(await delays(2))
  })

  it('[E31] limits the total time of all attempts of a node', async () => {
    const slow: Behavior = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const stopped = await runControlWorkflow(
      createControlWorkflow({ a: ['do', {}, { retry: { totalMs: 20 } }] }, []),
      { a: slow },
      { clock: systemClock },
    )
    expect(stopped.view.nodes.a).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: { problem: { code: 'node.out-of-time' } },
    })
    const late = createControlWorkflow({ a: ['do', {}, { retry: { totalMs: 1000, delaysMs: [5000] } }] }, [])
    expect((await runControlWorkflow(late, { a: busy }, { clock: instantClock })).view.nodes.a).toMatchObject({
      state: 'failed',
      attempt: 1,
    })
  })

  it('[E10] cancels waiting nodes, loops and sub-workflows', async () => {
    const controller = new AbortController()
    const hang: Behavior = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const inner = createControlWorkflow({ x: ['do'], y: ['do'] }, ['x.out>y.in'])
    const workflow = createControlWorkflow(
      {
        a: ['do', { give: [1, 2] }],
        l: ['each', { parallel: 2 }],
        b: ['do'],
        s: ['within', { document: inner as never }],
        w: ['wait'],
        z: ['do'],
      },
      ['a.out>l.items', 'l.item>b.in', 'b.out>l.result', 'w.yes>z.in'],
    )
    let begun = 0
    const behaviour = { b: hang, x: hang }
    const { view, events } = await runControlWorkflow(workflow, behaviour, {
      maxParallelNodes: 9,
      signal: controller.signal,
      ...onNodeWaiting(() => undefined),
      onProgress: () => undefined,
      onEvent: (event) => {
        if (event.type === 'node-waiting' || (event.type === 'node-started' && ['b', 'x'].includes(event.node))) begun++
        if (begun === 4) controller.abort()
      },
    })
    expect(events.at(-1)?.type).toBe('run-cancelled')
    expect(getStates(view)).toEqual({
      a: 'completed',
      l: 'cancelled',
      b: 'cancelled',
      s: 'cancelled',
      w: 'cancelled',
      z: 'cancelled',
    })
    expect(view.inner).toMatchObject({ 's/x': { state: 'cancelled' }, 's/y': { state: 'cancelled' } })
  })

  it('[E32] cancellation and the time limit stop compensations', async () => {
    const workflow = createControlWorkflow({ u: ['undo'], v: ['undo'], f: ['do'] }, ['u.out>v.in', 'v.out>f.in'])
    const hangs: Behavior = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('Stopped.'))))
    const undone: string[] = []
    const behaviour = { f: failWith(), 'undo v': hangs, 'undo u': () => void undone.push('u') }
    const controller = new AbortController()
    const cancelled = await runControlWorkflow(workflow, behaviour, {
      clock: systemClock,
      signal: controller.signal,
      onEvent: ({ type }) => void (type === 'compensation-started' && setTimeout(() => controller.abort())),
    })
    expect(cancelled.view.state).toBe('cancelled')
    expect(cancelled.events.find(({ type }) => type === 'compensation-ended')).toMatchObject({ node: 'v', error: {} })
    const late = await runControlWorkflow(workflow, behaviour, { clock: systemClock, limits: { runMs: 50 } })
    expect(late.view).toMatchObject({ state: 'failed', problem: { code: 'run.too-long' } })
    expect(undone).toEqual([])
  })

  it.each([
    ['events', 40],
    ['characters', 20_000],
  ])('[E64] a run whose record has too many %s is stopped, also after it was resumed', async (unit, max) => {
    const steps = Array.from({ length: 40 }, (_, index) => `n${index}`)
    const workflow = createControlWorkflow(
      Object.fromEntries(steps.map((id): [string, [string]] => [id, ['do']])),
      steps.slice(1).map((id, index) => `${steps[index]}.out>${id}.in` as const),
    )
    const behavior = Object.fromEntries(
      steps.map((id): [string, Behavior] => [id, () => ({ out: { kind: 'json', json: ['x'.repeat(1_000)] } })]),
    )
    const limits = { record: { [unit]: max } }
    const { view, events } = await runControlWorkflow(workflow, behavior, { limits })
    const problem = { code: 'run.too-large', params: { unit, max } }
    expect(view).toMatchObject({ state: 'failed', problem })
    expect(events.filter(({ type }) => type === 'node-completed').length).toBeLessThan(25)
    const record = events.slice(
      0,
      events.findIndex(({ type }) => type === 'cancel-requested'),
    )
    const resumed = await runControlWorkflow(workflow, behavior, { limits, record })
    expect(resumed.view).toMatchObject({ state: 'failed', problem })
  })

  it('[E81] a run that is canceled during compensation reports each node that was not undone', async () => {
    const workflow = createControlWorkflow({ t: ['undo'], u: ['undo'], v: ['undo'], f: ['do'] }, [
      't.out>u.in',
      'u.out>v.in',
      'v.out>f.in',
    ])
    const undone: string[] = []
    const hangs: Behavior = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('Stopped.'))))
    const behaviour = { f: failWith(), 'undo u': hangs, 'undo t': () => void undone.push('t') }
    const controller = new AbortController()
    const { view, events, order } = await runControlWorkflow(workflow, behaviour, {
      clock: systemClock,
      signal: controller.signal,
      onEvent: (event) =>
        void (event.type === 'compensation-started' && event.node === 'u' && setTimeout(() => controller.abort())),
    })
    expect(order.slice(-7)).toEqual([
      'compensation-started v',
      'compensation-ended v',
      'compensation-started u',
      'cancel-requested',
      'compensation-ended u',
      'compensation-ended t',
      'run-cancelled',
    ])
    const errors = events.flatMap((event) => (event.type === 'compensation-ended' && event.error ? [event.error] : []))
    expect(errors.map(({ problem }) => [problem.code, problem.where?.node, getSentence(problem)])).toEqual([
      ['compensation.cancelled', 'u', expect.stringContaining('It is unknown how many were undone')],
      ['compensation.cancelled', 't', expect.stringContaining('were not undone')],
    ])
    expect(view.log.map(({ message }) => renderMessages(message))).toEqual(
      expect.arrayContaining(errors.map(({ problem }) => getSentence(problem))),
    )
    expect(undone).toEqual([])
    const cancelled = events.findIndex(({ type }) => type === 'cancel-requested')
    for (let end = cancelled + 1; end < events.length; end++) {
      const resumed = await runControlWorkflow(workflow, behaviour, { record: events.slice(0, end) })
      expect(resumed.events.at(-1)?.type).toBe('run-cancelled')
      expect(resumed.events.filter((event) => event.type === 'compensation-ended' && event.error)).toHaveLength(2)
    }
    expect(undone).toEqual([])
  })

  it('[E8] does not wait for a node that ignores its signal, after a timeout or a cancellation', async () => {
    const sleeps: number[] = []
    const clock = { ...systemClock, sleep: (ms: number) => Promise.resolve(void sleeps.push(ms)) }
    const deaf = { a: () => new Promise(() => undefined) }
    const limited = createControlWorkflow({ a: ['do', {}, { retry: { count: 0, timeoutMs: 1 } }] }, [])
    const held = setInterval(() => undefined, 1_000)
    const { view } = await runControlWorkflow(limited, deaf, { clock })
    clearInterval(held)
    expect(view.nodes.a?.error?.problem.code).toBe('node.timeout')
    const controller = new AbortController()
    const { view: cancelled } = await runControlWorkflow(createControlWorkflow({ a: ['do'] }, []), deaf, {
      clock,
      signal: controller.signal,
      onEvent: ({ type }) => void (type === 'node-started' && setTimeout(() => controller.abort())),
    })
    expect(cancelled).toMatchObject({ state: 'cancelled', nodes: { a: { state: 'cancelled' } } })
    expect(sleeps).toEqual([2_000, 2_000])
  })
})
