import type { Decision, RunControl } from '@aw-flow/engine'
import { createEmptyRunView, type RunView, type WaitCondition } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { createDecisionSender } from './run-decisions.ts'

const waitFor: WaitCondition = {
  kind: 'approval',
  digest: 'd',
  shown: { message: 'Was it done?' },
  effect: { effect: 'put-1-0', attempt: 1 },
}
const view: RunView = { ...createEmptyRunView('r'), waiting: { b: { node: 'b', waitFor } } }
const noDecisions = { approve: [], reject: [], done: [], event: [] }

test('marks an interrupted effect as done with its result', async () => {
  const decisions: Decision[] = []
  const control: RunControl = {
    decide: async (decision) => void decisions.push(decision),
    signal: async () => 0,
  }
  expect(await createDecisionSender({ ...noDecisions, done: ['b={"id": 7}'] }, view)(control)).toEqual([])
  await createDecisionSender({ ...noDecisions, done: ['b'] }, view)(control)
  expect(decisions).toEqual([
    { node: 'b', digest: 'd', decision: 'done', edited: { id: 7 } },
    { node: 'b', digest: 'd', decision: 'done' },
  ])
  expect(() => createDecisionSender({ ...noDecisions, done: ['b={'] }, view)).toThrow()
  expect(() => createDecisionSender({ ...noDecisions, done: ['a=1'] }, view)).toThrow('resume.no-approval')
})
