import { ProblemError, type Problem } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { performAction } from './perform-action.ts'

const problem: Problem = { code: 'test.problem', severity: 'error', message: 'It failed.' }
const createHost = () => ({ isBusy: false, problem: undefined as Problem | undefined })

it('is busy during the action, and removes the problem of the previous one', async () => {
  const host = { ...createHost(), problem }
  await performAction(host, async () => {
    expect(host).toEqual({ isBusy: true, problem: undefined })
  })
  expect(host).toEqual({ isBusy: false, problem: undefined })
})

it('shows the problem of the action', async () => {
  const host = createHost()
  await performAction(host, () => Promise.reject(new ProblemError(problem)))
  expect(host).toEqual({ isBusy: false, problem })
})

it('throws other errors, and is ready for the next action', async () => {
  const host = createHost()
  await expect(performAction(host, () => Promise.reject(new Error('A bug')))).rejects.toThrow('A bug')
  expect(host).toEqual({ isBusy: false, problem: undefined })
})
