import { createEmptyRunView, createEmptyWorkflow, type RunAttempt, type Values } from '@aw-flow/schema'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createInputCollector } from './collect-inputs.ts'
import { createNode } from '../../../../test/create-node.ts'

const text = (value: string): Values => ({ out: { kind: 'text', text: value } })
const workflow = {
  ...createEmptyWorkflow('W'),
  nodes: ['a', 'b', 'each', 'c'].map((id) => createNode(id, 't')),
  edges: [
    { id: 'e1', source: 'a', sourceHandle: 'out', target: 'c', targetHandle: 'first' },
    { id: 'e2', source: 'b', target: 'c' },
    { id: 'e3', source: 'each', sourceHandle: 'out', target: 'c', targetHandle: 'item' },
  ],
}
const view = { ...createEmptyRunView('r'), workflow, inputs: { c: text('given') } }
const attempt = (fields: Partial<RunAttempt>): RunAttempt => ({
  key: 'c',
  node: 'c',
  attempt: 1,
  state: 'completed',
  startedAt: 0,
  firstEventIndex: 100,
  waits: [],
  effects: [],
  iterationErrors: [],
  ...fields,
})

it('collects inputs of the run, outputs of nodes before the attempt, and start values of the iteration', () => {
  const attempts = [
    attempt({ key: 'a', firstEventIndex: 1, lastEventIndex: 2, outputs: text('old') }),
    attempt({ key: 'a', firstEventIndex: 3, lastEventIndex: 4, outputs: text('new') }),
    attempt({ key: 'a', firstEventIndex: 90, lastEventIndex: 101, outputs: text('too late') }),
    attempt({ key: 'a', firstEventIndex: 5, lastEventIndex: 6, scope: ['each#2'], outputs: text('other iteration') }),
  ]
  const startValues = new Map([['each#1', text('item 1')]])
  const collect = createInputCollector({ view, attempts, startValues })
  expect(collect(attempt({}))).toEqual({ ...text('given'), first: text('new').out })
  expect(collect(attempt({ scope: ['each#1'] }))).toEqual({ first: text('new').out, item: text('item 1').out })
  expect(collect(attempt({ key: 'missing' }))).toEqual({})
})

it('finds the last outputs before an attempt in its iteration or an enclosing one', () => {
  const scopes = [undefined, ['each#1'], ['each#1', 'sub#0'], ['each#10'], ['each#2']]
  const scope = fc.constantFrom(...scopes)
  const place = fc.integer({ min: 0, max: 12 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(scope, place, fc.boolean()), { maxLength: 14 }),
      scope,
      place,
      (list, own, firstEventIndex) => {
        const attempts = list.map(([path, lastEventIndex, hasOutputs], index) =>
          attempt({
            key: 'b',
            lastEventIndex,
            ...(path ? { scope: path } : {}),
            ...(hasOutputs ? { outputs: text(String(index)) } : {}),
          }),
        )
        const ownPath = own?.join('/') ?? ''
        const expected = attempts.findLast(({ scope: path = [], outputs, lastEventIndex }) => {
          const isEnclosing = path.length === 0 || `${ownPath}/`.startsWith(`${path.join('/')}/`)
          return outputs && lastEventIndex! <= firstEventIndex && isEnclosing
        })
        const collect = createInputCollector({ view: { ...view, inputs: {} }, attempts, startValues: new Map() })
        expect(collect(attempt({ firstEventIndex, ...(own ? { scope: own } : {}) }))).toEqual(expected?.outputs ?? {})
      },
    ),
    { seed: 20261128 },
  )
})

it('reads the record once for all attempts', () => {
  let reads = 0
  const attempts = Array.from({ length: 2_000 }, (_, index) => {
    const outputs = text(String(index))
    return Object.defineProperty(
      attempt({ key: index % 2 ? 'c' : 'a', firstEventIndex: index, lastEventIndex: index }),
      'outputs',
      {
        get() {
          reads++
          return outputs
        },
      },
    )
  })
  const collect = createInputCollector({ view, attempts, startValues: new Map() })
  for (const one of attempts) collect(one)
  expect(reads).toBeLessThanOrEqual(2 * attempts.length)
})
