import fc from 'fast-check'
import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { orderSteps } from './order-steps.ts'
import { createNode } from '../../../../test/create-node.ts'

const workflowOf = (size: number, pairs: readonly (readonly [number, number])[]): Workflow => ({
  ...createEmptyWorkflow(),
  nodes: Array.from({ length: size }, (_, index) => createNode(`n${index}`, 'table', {}, { label: '' })),
  edges: pairs.map(([from, to], index) => ({ id: `e${index}`, source: `n${from}`, target: `n${to}` })),
})

describe('the order of steps', () => {
  it('has every node once, and without cycles each node after its sources', () => {
    const graphs = fc.integer({ min: 1, max: 30 }).chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc
          .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 60 })
          .map((pairs) => pairs.filter(([from, to]) => from < to)),
        fc.shuffledSubarray(
          Array.from({ length: size }, (_, index) => index),
          { minLength: size },
        ),
      ),
    )
    fc.assert(
      fc.property(graphs, ([size, pairs, names]) => {
        const renamed = pairs.map(([from, to]) => [names[from] ?? 0, names[to] ?? 0] as const)
        const order = orderSteps(workflowOf(size, renamed))
        expect(new Set(order).size).toBe(size)
        for (const [from, to] of renamed) expect(order.indexOf(`n${from}`)).toBeLessThan(order.indexOf(`n${to}`))
      }),
      { seed: 20261120 },
    )
  })

  it('has the nodes of a cycle at the end, and does not hang', () => {
    expect(
      orderSteps(
        workflowOf(4, [
          [1, 2],
          [2, 1],
          [0, 3],
        ]),
      ),
    ).toEqual(['n0', 'n3', 'n1', 'n2'])
  })
})
