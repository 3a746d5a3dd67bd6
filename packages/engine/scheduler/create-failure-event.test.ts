import { error } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { NodeError } from '../node/node-error.ts'
import { createFailureEvent, defaultRetryPolicy } from './create-failure-event.ts'

it.each([
  [undefined, { type: 'node-retrying', delayMs: 1000 }],
  [500, { type: 'node-retrying', delayMs: 1000 }],
  [86_400_000, { type: 'node-retrying', delayMs: 86_400_000 }],
  [86_400_001, { type: 'node-failed' }],
  [Infinity, { type: 'node-failed' }],
])('[E6] a service can request a delay of up to a day: %s ms', (retryAfterMs, expected) => {
  const problem = error('node.timeout', { node: 'n', limit: 1 })
  const failure = new NodeError('transient', problem, retryAfterMs === undefined ? {} : { retryAfterMs })
  const policy = { ...defaultRetryPolicy, count: 1, delaysMs: [1000] }
  expect(createFailureEvent(failure, { node: 'n', attempt: 1, ms: 1, policy, random: 0 })).toMatchObject(expected)
})
