import type { RunView, Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createCatalog } from '../node/catalog.ts'
import { createControlWorkflow, createControlNodes, runControlWorkflow } from '../test-control.ts'
import { planRun } from './plan-run.ts'

const stale = (workflow: Workflow, last: RunView, more: object = {}): string[] => {
  const catalog = createCatalog(createControlNodes({}))
  return [...planRun({ workflow, catalog, earlierRun: last, hasTable: () => true, ...more }).stale].sort()
}
type Nodes = Parameters<typeof createControlWorkflow>[0]

describe('stale nodes', () => {
  it('[E62] depend on the references of expressions, not on their spelling', async () => {
    const build = ({ give = 1, aside = 1, variable = 1 } = {}): Workflow =>
      createControlWorkflow(
        {
          a: ['do', { give: { n: give } }],
          aside: ['do', { give: aside }],
          filled: ['do', { give: '{{a.out.n}} {{limit}}' }],
          asks: ['ask', { what: 'a.out.n + 1' }],
          behind: ['do'],
          own: ['do', { give: '{{run.id}}' }],
          timed: ['ask', { what: '$millis()' }],
        },
        ['a.out>filled.in', 'a.out>asks.in', 'asks.out>behind.in'],
        { settings: { variables: { limit: variable } } },
      )
    const { view } = await runControlWorkflow(build())
    const always = ['own', 'timed']
    expect(stale(build(), view)).toEqual(always)
    expect(stale(build({ aside: 2 }), view)).toEqual(['aside', ...always])
    expect(stale(build({ give: 2 }), view)).toEqual(['a', 'asks', 'behind', 'filled', ...always])
    expect(stale(build({ variable: 2 }), view)).toEqual(expect.arrayContaining(['filled', ...always]))
    const { workflow: _, ...unknown } = view
    expect(stale(build(), unknown)).toEqual(['asks', 'behind', 'filled', ...always])
  })

  it('[E62] include a loop with a changed body, and the changed nodes of the body', async () => {
    const build = (nodes: Nodes = {}): Workflow =>
      createControlWorkflow({ a: ['do', { give: [1, 2] }], l: ['each'], b: ['do'], c: ['do'], z: ['do'], ...nodes }, [
        'a.out>l.items',
        'l.item>b.in',
        'b.out>c.in',
        'c.out>l.result',
        'l.results>z.in',
      ])
    const { view } = await runControlWorkflow(build())
    expect(stale(build(), view)).toEqual([])
    expect(stale(build({ c: ['do', { give: 5 }] }), view)).toEqual(['c', 'l', 'z'])
    expect(stale(build({ b: ['do', { give: 5 }] }), view)).toEqual(['b', 'c', 'l', 'z'])
    // A bypassed node is no longer part of the body, which has changed.
    expect(stale(build({ b: ['do', {}, { mode: 'bypassed' }] }), view)).toEqual(['b', 'c', 'l', 'z'])
    expect(stale(build({ a: ['do', { give: [3] }] }), view)).toEqual(['a', 'b', 'c', 'l', 'z'])
    expect(stale(build({ z: ['do', { give: 5 }] }), view)).toEqual(['z'])
    const again = (below: number, give?: number): Workflow =>
      createControlWorkflow(
        { l: ['again', { below }], b: ['do', give === undefined ? {} : { give }], c: ['do'], z: ['do'] },
        ['l.item>b.in', 'l.item>c.in', 'b.out>l.result', 'l.last>z.in'],
      )
    const round = await runControlWorkflow(again(0))
    expect(round.view.nodes.b?.state).toBe('skipped')
    expect(stale(again(0), round.view)).toEqual(['b', 'c'])
    expect(stale(again(0, 7), round.view)).toEqual(['b', 'c', 'l', 'z'])
  })

  it('[E62] include a sub-workflow with changed nodes or inputs inside', async () => {
    const inner = (give: number): Workflow =>
      createControlWorkflow({ x: ['do', { give }] }, [], {
        ports: { inputs: [], outputs: [{ name: 'out', type: 'any', from: { node: 'x', port: 'out' } }] },
      })
    const outer = createControlWorkflow({ s: ['within', { name: 'Inner' }], z: ['do'] }, ['s.out>z.in'])
    const createInput = (n: number) => ({ 's/x': { in: { kind: 'json' as const, json: n } } })
    const { view } = await runControlWorkflow(outer, {}, { workflows: { Inner: inner(1) }, inputs: createInput(1) })
    const of = (give: number, n: number) =>
      stale(outer, view, { workflows: { Inner: inner(give) }, inputs: createInput(n) })
    expect(of(1, 1)).toEqual([])
    expect(of(2, 1)).toEqual(['s', 'z'])
    expect(of(1, 2)).toEqual(['s', 'z'])
  })

  it('[E62] are found in long chains', async () => {
    const nodes = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`n${n}`, ['do', { give: n }] as const]))
    const edges = Array.from({ length: 2_999 }, (_, n) => `n${n}.out>n${n + 1}.in`)
    const workflow = createControlWorkflow(nodes as unknown as Nodes, edges)
    const { view } = await runControlWorkflow(workflow)
    expect(stale(workflow, view)).toEqual([])
  })
})
