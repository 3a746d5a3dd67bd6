import type { Decision, RunControl } from '@aw-flow/engine'
import { emptyRunView, type RunView, type WaitFor } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { reachRun } from './reach-run.ts'

const waitFor: WaitFor = {
  kind: 'approval',
  digest: 'd',
  shown: { message: 'Was it done?' },
  effect: { effect: 'put-1-0', attempt: 1 },
}
const view: RunView = { ...emptyRunView('r'), waiting: { b: { node: 'b', waitFor } } }
const told = { approve: [], reject: [], done: [], event: [] }

test('what was interrupted was done, and came to a value', async () => {
  const decisions: Decision[] = []
  const control: RunControl = {
    decide: async (decision) => void decisions.push(decision),
    signal: async () => 0,
  }
  expect(await reachRun({ ...told, done: ['b={"id": 7}'] }, view)(control)).toEqual([])
  await reachRun({ ...told, done: ['b'] }, view)(control)
  expect(decisions).toEqual([
    { node: 'b', digest: 'd', decision: 'done', edited: { id: 7 } },
    { node: 'b', digest: 'd', decision: 'done' },
  ])
  expect(() => reachRun({ ...told, done: ['b={'] }, view)).toThrow()
  expect(() => reachRun({ ...told, done: ['a=1'] }, view)).toThrow('resume.no-approval')
})
