import type { RunEvent, Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import type { QuestionDecision } from './record/node-effects.ts'
import {
  createControlWorkflow,
  getJsonValue,
  onNodeWaiting,
  runControlWorkflow,
  type Behavior,
} from './test-control.ts'

const decideAll = (decide: (shown: { n: number }) => QuestionDecision) =>
  onNodeWaiting((control, { node, scope, waitFor }) => {
    if (waitFor.kind !== 'approval') return
    const decision = decide(waitFor.shown as { n: number })
    void control.decide({ node, ...(scope ? { scope } : {}), digest: waitFor.digest, ...decision })
  })

describe('a question of a node', () => {
  it('[E90] waits for each decision in turn, and performs effects once', async () => {
    const workflow = createControlWorkflow({ a: ['do'] }, [])
    const performed: number[] = []
    const a: Behavior = async ({ effect, requestDecision }) => {
      const decisions: unknown[] = []
      for (let n = 0; n < 3; n++) {
        await effect('work', { n }, async () => performed.push(n), { unknownOutcome: 'retry' })
        decisions.push(await requestDecision('ask', { n }))
      }
      return decisions
    }
    const { view, events } = await runControlWorkflow(
      workflow,
      { a },
      decideAll(({ n }) =>
        n === 1 ? { decision: 'reject', comment: 'No.' } : { decision: 'approve', edited: n * 10 },
      ),
    )
    expect(getJsonValue(view.nodes.a?.outputs.out)).toEqual([
      { decision: 'approve', edited: 0 },
      { decision: 'reject', comment: 'No.' },
      { decision: 'approve', edited: 20 },
    ])
    expect(performed).toEqual([0, 1, 2])
    expect(events.filter(({ type }) => type === 'node-waiting')).toHaveLength(3)
    for (let end = 1; end < events.length; end++) {
      const resumed = await runControlWorkflow(
        workflow,
        { a },
        {
          record: events.slice(0, end),
          ...decideAll(() => ({ decision: 'approve' })),
          whenIdle: 'return',
        },
      )
      expect(['completed', 'waiting']).toContain(resumed.view.state)
    }
    expect(new Set(performed)).toEqual(new Set([0, 1, 2]))
  })

  it('[E90] in iterations has its own digest in each', async () => {
    const workflow = createControlWorkflow({ a: ['do', { give: [1, 2] }], l: ['each'], b: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'b.out>l.result',
    ])
    const digests: string[] = []
    const { view } = await runControlWorkflow(
      workflow,
      { b: async ({ requestDecision }) => ({ ...(await requestDecision('ask', { n: 0 })) }) },
      onNodeWaiting((control, { node, scope, waitFor }) => {
        if (waitFor.kind !== 'approval') return
        digests.push(waitFor.digest)
        void control.decide({ node, ...(scope ? { scope } : {}), digest: waitFor.digest, decision: 'approve' })
      }),
    )
    expect(view.state).toBe('completed')
    expect(new Set(digests).size).toBe(2)
  })
})

describe('the time limit of an effect', () => {
  const workflow = createControlWorkflow({ a: ['do'] }, [])
  const endings = (events: readonly RunEvent[]) => events.filter(({ type }) => type === 'effect-ended')
  const inner: Workflow = {
    ...createControlWorkflow({ x: ['do'] }, []),
    ports: { inputs: [], outputs: [{ name: 'out', type: 'any', from: { node: 'x', port: 'out' } }] },
  }

  it('[E92] ends the effect with an unknown outcome, even if it continues, and a person decides', async () => {
    const starts: string[] = []
    const a: Behavior = ({ effect }) => {
      const limit = new AbortController()
      const perform = ({ idempotencyKey }: { idempotencyKey: string }): Promise<string> => {
        starts.push(idempotencyKey)
        limit.abort(new Error('The time is over.'))
        return new Promise(() => undefined)
      }
      return effect('work', 'x', perform, { unknownOutcome: 'ask', signal: limit.signal })
    }
    const decide = decideAll(() => ({ decision: 'done', edited: 'provided' }))
    const { view, events } = await runControlWorkflow(workflow, { a }, decide)
    expect(getJsonValue(view.nodes.a?.outputs.out)).toBe('provided')
    expect(endings(events)).toMatchObject([{ unknown: true }])
    expect(starts).toHaveLength(1)
    // Each interruption needs its own decision.
    const again = decideAll(() => (starts.length < 3 ? { decision: 'approve' } : { decision: 'reject' }))
    const refused = await runControlWorkflow(workflow, { a }, again)
    expect(refused.view.nodes.a?.error?.problem.code).toBe('effect.refused')
    expect(starts).toHaveLength(3)
    expect(endings(refused.events)).toMatchObject([{ unknown: true }, { unknown: true }])
  })

  it('[E92] repeats a repeatable effect with the same key when the node runs again', async () => {
    const starts: string[] = []
    const a: Behavior = async ({ effect, requestDecision }) => {
      const limit = new AbortController()
      const options = { unknownOutcome: 'retry' as const, signal: limit.signal }
      const perform = ({
        idempotencyKey,
        unknownOutcomeCount,
      }: {
        idempotencyKey: string
        unknownOutcomeCount: number
      }) => {
        starts.push(idempotencyKey)
        if (unknownOutcomeCount > 0) return Promise.resolve('done')
        limit.abort(new Error('The time is over.'))
        return new Promise<string>(() => undefined)
      }
      try {
        return await effect('work', 'x', perform, options)
      } catch {
        return requestDecision('more', { n: 0 })
      }
    }
    const decide = decideAll(() => ({ decision: 'approve' }))
    const { view, events } = await runControlWorkflow(workflow, { a }, decide)
    expect(getJsonValue(view.nodes.a?.outputs.out)).toBe('done')
    expect(starts).toHaveLength(2)
    expect(new Set(starts).size).toBe(1)
    expect(endings(events)).toMatchObject([{ unknown: true }, { outcome: 'done' }])
  })

  it('[E92] applies to the effects of a workflow inside a node', async () => {
    let limit = new AbortController()
    let starts = 0
    const behavior: Record<string, Behavior> = {
      async a({ runNested }) {
        limit = new AbortController()
        const { outputs, problem } = await runNested(inner, { id: 'call1', inputs: {}, signal: limit.signal })
        return problem ? { problem: problem.code } : getJsonValue(outputs.out)
      },
      x: ({ effect }) =>
        effect('work', 'x', () => {
          starts++
          limit.abort(new Error('The time is over.'))
          return new Promise<string>(() => undefined)
        }),
    }
    const decide = decideAll(() => ({ decision: 'done', edited: 'provided' }))
    const { view, events } = await runControlWorkflow(workflow, behavior, decide)
    expect(getJsonValue(view.nodes.a?.outputs.out)).toBe('provided')
    expect(endings(events)).toMatchObject([{ unknown: true }])
    expect(starts).toBe(1)
  })
})

describe('a workflow inside a node', () => {
  const inner: Workflow = {
    ...createControlWorkflow({ x: ['do'], w: ['wait'], y: ['do'] }, ['x.out>w.in', 'w.yes>y.in']),
    ports: {
      inputs: [{ name: 'in', type: 'any', to: [{ node: 'x', port: 'in' }] }],
      outputs: [{ name: 'out', type: 'any', from: { node: 'y', port: 'out' } }],
    },
  }
  const workflow = createControlWorkflow({ a: ['do'] }, [])

  it('[E91] has the effects and approvals of the node', async () => {
    const performed: unknown[] = []
    const behavior: Record<string, Behavior> = {
      async a({ runNested }) {
        const { outputs, problem } = await runNested(inner, {
          id: 'call1',
          inputs: { in: { kind: 'json', json: 'given' } },
        })
        return problem ? { problem: problem.code } : getJsonValue(outputs.out)
      },
      async x({ effect, inputs }) {
        return effect('work', 'x', async () => {
          performed.push(getJsonValue(inputs.in))
          return 'x done'
        })
      },
    }
    const { view, events } = await runControlWorkflow(
      workflow,
      behavior,
      decideAll(() => ({ decision: 'approve' })),
    )
    expect(view.state).toBe('completed')
    expect(performed).toEqual(['given'])
    const nodes = events.flatMap((event: RunEvent) => ('node' in event ? [event.node] : []))
    expect(new Set(nodes)).toEqual(new Set(['a']))
    const started = events.findIndex(({ type }) => type === 'effect-started')
    const interrupted = await runControlWorkflow(workflow, behavior, {
      record: events.slice(0, started + 1),
      whenIdle: 'return',
    })
    // It is unknown whether the effect happened, so a person decides.
    expect(interrupted.view.state).toBe('waiting')
    expect(performed).toEqual(['given'])
  })

  it('cannot give steps to pull agents, because it cannot wait', async () => {
    const inner = createControlWorkflow({ x: ['do'] }, [])
    const agents = {
      find: () => Promise.reject(new Error('unused')),
      report: () => Promise.resolve(),
      addStep: () => Promise.reject(new Error('unused')),
      readStep: () => Promise.resolve(undefined),
    }
    const seen: string[][] = []
    const see = (services: { agents?: object }): void => void seen.push(Object.keys(services.agents ?? {}))
    await runControlWorkflow(
      createControlWorkflow({ a: ['do'] }, []),
      {
        async a({ services, runNested }) {
          see(services)
          await runNested(inner, { id: 'call1', inputs: {} })
          return null
        },
        async x({ services }) {
          see(services)
          return null
        },
      },
      { services: { agents } },
    )
    expect(seen).toEqual([Object.keys(agents), ['find', 'report']])
  })
})
