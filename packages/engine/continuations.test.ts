import { describe, expect, it } from 'vitest'
import { systemClock } from './clock.ts'
import { NodeError } from './node/node-error.ts'
import {
  onNodeWaiting,
  createControlWorkflow,
  runControlWorkflow,
  getJsonValue,
  type Behavior,
} from './test-control.ts'

const busy = (): never => {
  throw new NodeError('transient', { code: 'x', severity: 'error', message: 'Busy.' })
}
const each = (options: object = {}, parallel = 1) =>
  createControlWorkflow({ a: ['do', { give: [1, 2, 3] }], l: ['each', { parallel }, options], b: ['do'], z: ['do'] }, [
    'a.out>l.items',
    'l.item>b.in',
    'b.out>l.result',
    'l.results>z.in',
  ])

describe('a failed iteration', () => {
  it.each([1, 3])('[E84] only this is retried by the policy (%i in parallel)', async (parallel) => {
    const tried: string[] = []
    const flaky: Behavior = ({ continuation, attempt }) => {
      const name = continuation?.kind === 'next' ? `next ${continuation.iteration}` : String(continuation?.kind)
      tried.push(name)
      if ((name === 'next 1' && attempt < 3) || (name === 'collect' && attempt < 2)) busy()
    }
    const { view, events, order } = await runControlWorkflow(each({}, parallel), { l: flaky })
    expect(view.state).toBe('completed')
    expect(getJsonValue(view.nodes.z?.outputs.out)).toEqual([1, 2, 3])
    expect(tried.filter((name) => name === 'next 1')).toHaveLength(3)
    expect(tried.filter((name) => name === 'collect')).toHaveLength(2)
    expect(order.filter((one) => one.startsWith('node-started'))).toHaveLength(6)
    const retried = events.filter((event) => event.type === 'node-retrying')
    expect(retried).toMatchObject([
      { turn: true, attempt: 1 },
      { turn: true, attempt: 2 },
      { turn: true, attempt: 1 },
    ])
    expect(view.nodes.l).toMatchObject({ state: 'completed', retries: 3 })

    for (let end = 1; end < events.length; end++) {
      const resumed = await runControlWorkflow(each({}, parallel), { l: flaky }, { record: events.slice(0, end) })
      expect(resumed.view.state).toBe('completed')
      expect(getJsonValue(resumed.view.nodes.z?.outputs.out)).toEqual([1, 2, 3])
    }
  })

  it('[E84] fails after the retries of the policy, or with a permanent error', async () => {
    const times: number[] = []
    const { view } = await runControlWorkflow(each({ retry: { count: 2 } }), {
      l: ({ continuation, attempt }) => {
        if (continuation?.kind !== 'next' || continuation.iteration !== 1) return
        times.push(attempt)
        busy()
      },
    })
    expect(times).toEqual([1, 2, 3])
    expect(view.nodes.l).toMatchObject({ state: 'failed', iterations: { completed: 1, failed: 1 } })
    const permanent = await runControlWorkflow(each(), {
      l: ({ continuation }) => {
        if (continuation?.kind === 'next' && continuation.iteration === 1) throw new Error('Never.')
      },
    })
    expect(permanent.events.filter(({ type }) => type === 'node-retrying')).toEqual([])
  })

  it('[E84] performs its effects once, and each iteration its own', async () => {
    const done: string[] = []
    const { view } = await runControlWorkflow(each(), {
      async l({ continuation, attempt, effect }) {
        if (continuation?.kind !== 'next') return
        await effect('ask', 'the same', async () => done.push(`iteration ${continuation.iteration}`))
        if (attempt === 1) busy()
      },
    })
    expect(view.state).toBe('completed')
    expect(done).toEqual(['iteration 0', 'iteration 1', 'iteration 2'])
  })

  it('[E84] also retries what a node does after a decision, without requesting it again', async () => {
    const workflow = createControlWorkflow({ w: ['wait'], yes: ['do'] }, ['w.yes>yes.in'])
    const tried: number[] = []
    const { view, order } = await runControlWorkflow(
      workflow,
      {
        w: ({ continuation, attempt }) => {
          if (continuation?.kind !== 'resumed') return
          tried.push(attempt)
          if (tried.length < 3) busy()
        },
      },
      onNodeWaiting((control, { waitFor }) => {
        if (waitFor.kind === 'approval') void control.decide({ node: 'w', digest: waitFor.digest, decision: 'approve' })
      }),
    )
    expect(view.nodes.yes?.state).toBe('completed')
    expect(tried).toEqual([1, 2, 3])
    expect(order.filter((one) => one === 'node-waiting w')).toHaveLength(1)
  })

  it('[E84] is canceled during the delay before a retry', async () => {
    const controller = new AbortController()
    const { view } = await runControlWorkflow(
      each(),
      { l: busy },
      {
        clock: systemClock,
        signal: controller.signal,
        onEvent: ({ type }) => void (type === 'node-retrying' && setTimeout(() => controller.abort())),
      },
    )
    expect(view).toMatchObject({ state: 'cancelled', nodes: { l: { state: 'cancelled' } } })
  })
})
