import { expect, test } from 'vitest'
import { exceedsInterruptionLimit } from './exceeds-interruption-limit.ts'
import type { RunEvent, RunEventBody } from './run-event.ts'

const toRecord = (...bodies: RunEventBody[]): RunEvent[] => bodies.map((body, seq) => ({ seq, time: seq, ...body }))
const resumed: RunEventBody = { type: 'run-resumed' }
const started: RunEventBody = { type: 'node-started', node: 'a', attempt: 1, key: 'k' }
const effect = { type: 'effect-ended', node: 'a', attempt: 1, effect: 'e' } as const

test('three interruptions without progress exceed the limit', () => {
  expect(exceedsInterruptionLimit(toRecord(started, resumed, resumed))).toBe(false)
  expect(exceedsInterruptionLimit(toRecord(started, resumed, resumed, resumed))).toBe(true)
})

test('an effect that ends is progress of its node, and one with an unknown outcome is not', () => {
  const end: RunEventBody = { ...effect, outcome: 1 }
  expect(exceedsInterruptionLimit(toRecord(started, resumed, end, resumed, end, resumed))).toBe(false)
  expect(exceedsInterruptionLimit(toRecord(started, end, resumed, resumed, resumed))).toBe(true)
  const unknown: RunEventBody = { ...effect, unknown: true }
  expect(exceedsInterruptionLimit(toRecord(started, resumed, unknown, resumed, unknown, resumed))).toBe(true)
})
